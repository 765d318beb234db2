"""What people choose: kept as one file, a layer of the configuration like the others."""

from __future__ import annotations

import multiprocessing
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clara_edge.config.chosen import RESET, choose
from clara_edge.config.effects import Effect, changed_settings, effect_of
from clara_edge.config.keys import all_settings
from clara_edge.config.layers import Places
from clara_edge.config.sources import Sources
from clara_edge.config.toml_text import toml_text
from clara_edge.domain.errors import (
    ConfigInvalidError,
    InputInvalidError,
    StorageUnavailableError,
)

if TYPE_CHECKING:
    from pathlib import Path

VOLUME = ("earcons", "volume")
SLT = ("tts", "options", "flite", "voice")


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    (tmp_path / "etc").mkdir()
    places = Places(
        tmp_path / "etc", tmp_path / "clara.toml", tmp_path / "data" / "settings.toml"
    )
    return Sources(places=places, environ={})


def with_environment(sources: Sources, **environ: str) -> Sources:
    return Sources(places=sources.places, environ=environ)


def chosen_file(sources: Sources) -> Path:
    assert sources.places is not None
    assert sources.places.chosen is not None
    return sources.places.chosen


def test_a_choice_wins_over_the_files_of_an_administrator(sources: Sources) -> None:
    assert sources.places is not None
    sources.places.user.write_text("[earcons]\nvolume = 0.1\nenabled = false")

    loaded = choose({VOLUME: 0.7}, sources)

    assert loaded.config.earcons.volume == 0.7
    assert not loaded.config.earcons.enabled
    assert loaded.where(VOLUME).startswith(str(chosen_file(sources)))


def test_only_its_owner_reads_what_was_chosen(sources: Sources) -> None:
    chosen_file(sources).parent.mkdir(exist_ok=True)
    chosen_file(sources).with_suffix(".part").touch(mode=0o644)

    choose({VOLUME: 0.4}, sources)

    assert chosen_file(sources).stat().st_mode & 0o077 == 0


def test_a_reset_brings_back_what_is_written_below(sources: Sources) -> None:
    assert sources.places is not None
    sources.places.user.write_text("[earcons]\nvolume = 0.1")
    choose({VOLUME: 0.7, SLT: "slt"}, sources)

    loaded = choose({VOLUME: RESET, SLT: RESET, ("log", "level"): RESET}, sources)

    assert loaded.config.earcons.volume == 0.1
    assert loaded.config.tts.options == {}
    assert "[" not in chosen_file(sources).read_text()


def test_the_environment_wins_over_a_choice_and_refuses_the_next(
    sources: Sources,
) -> None:
    choose({VOLUME: 0.7}, sources)
    fixed = with_environment(sources, CLARA_EARCONS__VOLUME="0.2")

    assert fixed.load().config.earcons.volume == 0.2
    assert fixed.load().fixed_by(VOLUME) == "environment variable CLARA_EARCONS__VOLUME"
    with pytest.raises(ConfigInvalidError, match="fixed by environment variable"):
        choose({VOLUME: 0.5}, fixed)
    assert choose({VOLUME: RESET}, fixed).config.earcons.volume == 0.2
    assert sources.load().config.earcons.volume == 0.4


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (VOLUME, 2, "must be less than or equal to 1"),
        (VOLUME, "loud", "must be a valid number"),
        (("replies", "style"), "rude", "must be 'brief', 'conversational' or 'formal'"),
        (("locale", "zone"), "Middle/Earth", "must be a time zone such as"),
        (("backup", "folder"), "~nobody-of-this-name/b", "home directory"),
        (("backup", "second_folder"), "/mnt/\0", "zero byte"),
        (("audio", "input"), "hw:0\0", "match pattern"),
        (("quiet", "begins"), "25:00", "must be a time such as 22:00"),
        (("wake", "options", "openwakeword", "patienc"), 1, "did you mean 'patience'"),
        (("stt", "engines"), ["sherpa"], "no stt engine is called 'sherpa'"),
    ],
)
def test_a_wrong_value_is_explained_and_nothing_is_kept(
    path: tuple[str, ...], value: object, words: str, sources: Sources
) -> None:
    with pytest.raises(ConfigInvalidError, match=words):
        choose({("log", "level"): "DEBUG", path: value}, sources)

    assert not chosen_file(sources).exists()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("earcons.volum", "did you mean 'earcons.volume'"),
        ("earcons", "'earcons' is not a setting"),
        ("earcons.volume.left", "is not a setting"),
        ("paths.data", "decides where choices are kept"),
        ("", "'' is not a setting"),
    ],
)
def test_what_cannot_be_chosen_is_refused(
    key: str, words: str, sources: Sources
) -> None:
    with pytest.raises(InputInvalidError, match=words):
        choose({tuple(key.split(".")): 1}, sources)


def test_a_choice_that_became_wrong_is_left_out_and_told(sources: Sources) -> None:
    choose({VOLUME: 0.7, ("log", "level"): "DEBUG"}, sources)
    file = chosen_file(sources)
    file.write_text(
        file.read_text()
        + '\n[replies]\nstyle = "gone"\n[old]\nx = 1\n[paths]\ndata = "/x"'
    )

    loaded = sources.load()

    assert loaded.config.earcons.volume == 0.7
    assert loaded.config.log.level == "DEBUG"
    assert loaded.config.replies.style == "conversational"
    assert loaded.config.paths.data is None
    assert {problem.key for problem in loaded.ignored} == {"replies.style", "old"}


@pytest.mark.parametrize("content", [b"nonsense", b"\xff\xfe", b"a = " + b"[" * 99_999])
def test_a_damaged_file_costs_the_choices_and_nothing_else(
    content: bytes, sources: Sources
) -> None:
    chosen_file(sources).parent.mkdir()
    chosen_file(sources).write_bytes(content)

    loaded = sources.load()

    assert loaded.config.earcons.volume == 0.4
    assert len(loaded.ignored) == 1
    assert choose({VOLUME: 0.5}, sources).ignored == ()


def test_a_folder_that_cannot_be_written_is_said(sources: Sources) -> None:
    chosen_file(sources).parent.write_text("a file")

    with pytest.raises(StorageUnavailableError, match="cannot be written"):
        choose({VOLUME: 0.5}, sources)


def _choose_many(sources: Sources, name: str) -> None:
    for number in range(1, 11):
        choose({("tts", "options", name, f"o{number}"): number}, sources)


def test_two_processes_lose_none_of_each_other_s_choices(
    sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "clara_edge.config.chosen.validate_engine_options", lambda *_: ()
    )
    fork = multiprocessing.get_context("fork")
    processes = [
        fork.Process(target=_choose_many, args=(sources, name)) for name in ("a", "b")
    ]

    for process in processes:
        process.start()
    for process in processes:
        process.join()

    options = sources.load().config.tts.options
    assert [len(options[name]) for name in ("a", "b")] == [10, 10]


_values = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.lists(st.text(st.characters(exclude_categories=["Cs"]))),
    lambda inner: st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])), inner
    ),
    max_leaves=10,
)


# how long examples take to make tells of the machine's load
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), _values))
def test_what_is_written_as_toml_is_read_back(values: dict[str, Any]) -> None:

    read = tomllib.loads(toml_text(values))

    assert read == _without_empty(values)


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    below = {
        k: _without_empty(v) if isinstance(v, dict) else v for k, v in values.items()
    }
    return {k: v for k, v in below.items() if v != {}}


def test_every_setting_has_an_effect_that_is_told() -> None:
    assert {effect_of(path) for path in all_settings()} == set(Effect)


def test_the_settings_in_which_two_configurations_differ_are_named(
    sources: Sources,
) -> None:
    before = sources.load().config
    after = choose({VOLUME: 0.7, SLT: "slt"}, sources).config

    assert changed_settings(before, after) == (("tts", "options"), VOLUME)
