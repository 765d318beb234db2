"""Engines' names and their own settings, as `clara config check` sees them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from clara_edge.config.engines import (
    create_engine,
    engine_names,
    validate_engine_options,
)
from clara_edge.config.layers import Places
from clara_edge.config.load import load_layers
from clara_edge.domain.errors import ConfigInvalidError, EngineUnknownError
from clara_edge.ports.engine import EngineContext

if TYPE_CHECKING:
    from collections.abc import Callable


class NoModels:
    def folder(self, pack: str) -> Path:
        raise AssertionError(pack)


CONTEXT = EngineContext(models=NoModels(), cache_dir=Path("cache"), threads=1)


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., list[str]]:
    def run(*overrides: str) -> list[str]:
        places = Places(system=tmp_path / "etc", user=tmp_path / "clara.toml")
        loaded = load_layers(environ={}, places=places, overrides=overrides)
        problems = validate_engine_options(loaded.config, loaded.where)
        return [str(problem) for problem in problems]

    return run


def test_every_default_engine_is_installed_and_its_defaults_are_valid(
    check: Callable[..., list[str]],
) -> None:
    assert check() == []


def test_reports_an_unknown_engine_where_it_was_written(
    check: Callable[..., list[str]],
) -> None:
    assert check("wake.engines=openwakeword,openwakewrod") == [
        (
            "option -o wake.engines: wake.engines: no wake engine is called 'openwakewrod'; "
            "did you mean 'openwakeword'"
        )
    ]


def test_reports_settings_of_an_engine_that_does_not_exist(
    check: Callable[..., list[str]],
) -> None:
    known = ", ".join(engine_names("nlu"))

    assert check("understanding.options.oracle.x=1") == [
        (
            "option -o understanding.options.oracle.x: understanding.options.oracle: "
            f"no nlu engine is called 'oracle'; known: {known}"
        )
    ]


def test_reports_every_wrong_setting_of_an_engine(
    check: Callable[..., list[str]],
) -> None:
    lines = check(
        "wake.options.openwakeword.patienc=1",
        "wake.options.openwakeword.refractory_s=soon",
    )

    assert lines == [
        (
            "option -o wake.options.openwakeword.refractory_s: "
            'wake.options.openwakeword.refractory_s = "soon": must be a valid number, '
            "unable to parse string as a number"
        ),
        (
            "option -o wake.options.openwakeword.patienc: "
            "wake.options.openwakeword.patienc = 1: unknown setting; "
            "did you mean 'patience'?"
        ),
    ]


def test_refuses_to_create_an_engine_with_wrong_settings() -> None:
    with pytest.raises(ConfigInvalidError) as caught:
        create_engine("wake", "openwakeword", {"patienc": 1}, CONTEXT)

    assert "[wake.options.openwakeword]" in str(caught.value)
    assert "did you mean 'patience'?" in str(caught.value)


def test_refuses_to_create_an_unknown_engine() -> None:
    with pytest.raises(EngineUnknownError, match="did you mean 'openwakeword'"):
        create_engine("wake", "openwakewords", {}, CONTEXT)
