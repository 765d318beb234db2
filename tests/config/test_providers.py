"""Providers of language models, as `clara config check` and whoever asks them see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from clara_edge.config.layers import Places
from clara_edge.config.load import load_layers
from clara_edge.config.providers import configured_providers, validate_providers
from clara_edge.config.schema import LanguageModel
from clara_edge.domain.errors import ConfigInvalidError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DESKTOP = {"engine": "openai_compatible", "url": "http://192.168.1.20:8080/v1"}


def section(**tables: dict) -> LanguageModel:
    return LanguageModel(providers=tuple(tables), options=tables)


@pytest.fixture
def check(tmp_path: Path) -> Callable[[str], list[str]]:
    def run(text: str) -> list[str]:
        file = tmp_path / "clara.toml"
        file.write_text(text)
        places = Places(system=tmp_path / "etc", user=file)
        loaded = load_layers(environ={}, places=places)
        found = validate_providers(loaded.config.language_model, loaded.where)
        return [str(problem).removeprefix(f"{file}:") for problem in found]

    return run


def test_by_default_nothing_leaves_this_device() -> None:
    [provider] = configured_providers(LanguageModel())

    assert provider.engine == "llama_cpp"
    assert provider.label == "stays on this device"
    assert provider.may_see_tasks


def test_a_table_that_no_list_names_is_not_used(
    check: Callable[[str], list[str]],
) -> None:
    unused = LanguageModel(options={"desktop": DESKTOP})

    assert [p.name for p in configured_providers(unused)] == ["llama_cpp"]


def test_one_outside_this_device_sees_no_tasks_unless_allowed() -> None:
    first, second, third = configured_providers(
        section(
            desktop=DESKTOP,
            trusted={**DESKTOP, "may_see_tasks": True},
            here={**DESKTOP, "url": "http://127.0.0.1:8080/v1"},
        )
    )

    assert first.label == "leaves this device: goes to 192.168.1.20:8080"
    assert (first.may_see_tasks, second.may_see_tasks) == (False, True)
    assert third.label == "stays on this device"
    assert third.may_see_tasks


def test_reports_every_mistake_with_its_line_and_remedy(
    check: Callable[[str], list[str]],
) -> None:
    lines = check(
        """[language_model]
providers = ["lama_cpp", "a", "b"]
[language_model.options.a]
engine = "openai_compatible"
url = "http://api.example.com/v1"
may_se_tasks = true
[language_model.options.b]
engine = "openai"
[language_model.options.c]
engine = "llama_cpp"
may_see_tasks = "yes"
"""
    )

    assert len(lines) == 5
    assert lines[0].endswith(
        "no provider is called 'lama_cpp'; did you mean 'llama_cpp'?"
    )
    assert lines[1].startswith("5: language_model.options.a.url")
    assert "unencrypted over the internet" in lines[1]
    assert lines[2].endswith("unknown setting; did you mean 'may_see_tasks'?")
    assert lines[3].startswith("8: language_model.options.b.engine")
    assert "no llm engine is called 'openai'" in lines[3]
    assert lines[4].startswith("11: language_model.options.c.may_see_tasks")


@pytest.mark.parametrize(
    "table",
    [
        {"url": "https://me:hunter2@example.com/v1"},
        {"url": "https://example.com", "api_key": "hunter2"},
        {"url": "https://example.com", "key_env": "hunter-2 hunter2"},
    ],
)
def test_a_key_in_the_configuration_is_refused_and_not_repeated(table: dict) -> None:
    with pytest.raises(ConfigInvalidError) as caught:
        configured_providers(section(cloud={"engine": "openai_compatible", **table}))

    assert "hunter2" not in str(caught.value)
    assert "********" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nas.local/v1",
        "ftp://nas.local",
        "http://",
        "http://api.example.com",
        "http://8.8.8.8/v1",
        "http://[::ffff:8.8.8.8]/v1",
        "http://100.64.0.1",
        "https://example.com/v1?key=1",
        "https://example.com/#x",
        "https://example.com:99999",
        "https://[::1",
        "https://exa mple.com",
        "https://example.com/v1\r\nX: y",
        "https://müller.example",
    ],
)
def test_refuses_an_address_that_is_none_or_not_safe(url: str) -> None:
    with pytest.raises(ConfigInvalidError, match=r"cloud\.url"):
        configured_providers(section(cloud={"engine": "openai_compatible", "url": url}))


@pytest.mark.parametrize(
    "url",
    [
        "http://nas:8080/v1",
        "http://nas.local",
        "http://box.fritz.home.arpa/v1/",
        "http://10.0.0.7",
        "http://[fe80::1]/v1",
        "http://[fd00::7]:8080/v1",
        "https://api.example.com/v1",
    ],
)
def test_takes_addresses_at_home_and_encrypted_ones(url: str) -> None:
    [provider] = configured_providers(
        section(desktop={"engine": "openai_compatible", "url": url})
    )

    assert provider.destination is not None
