from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from clara_edge.cli.bench import tts
from clara_edge.cli.main import CliState
from clara_edge.config.schema import Config, Paths, TextToSpeech

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.models.store import ModelStore


@pytest.fixture
def state(tmp_path: Path) -> CliState:
    if shutil.which("flite") is None:
        reason = "flite is not installed (apt-get install flite)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    state = CliState()
    state.config = Config(
        paths=Paths(data=tmp_path / "data", cache=tmp_path / "cache"),
        tts=TextToSpeech(engines=("piper", "flite")),
    )
    return state


def test_measures_what_can_speak_and_says_what_cannot(
    state: CliState, capsys: pytest.CaptureFixture[str]
) -> None:
    result = tts.measure(state, replies=2)
    tts.show(result)

    flite = result["voices"]["flite"]
    assert 0 < flite["cached_s"][0] < flite["first_s"][0] <= flite["first_s"][1]
    assert flite["time_per_sound"] > 0
    assert "moonshine" in flite["deaf"]
    printed = capsys.readouterr().out
    assert "piper: not measured: " in printed
    assert "flite/rms" in printed
    assert "not listened to: " in printed


@pytest.mark.models
def test_counts_the_words_that_the_recogniser_gets_wrong(
    state: CliState, model_store: ModelStore, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = state.config.paths.model_copy(
        update={"models": model_store_root(model_store)}
    )
    state.config = state.config.model_copy(update={"paths": paths})
    state.__dict__.pop("folders", None)

    result = tts.measure(state, voices=("flite/slt", "flite/rms"), replies=4)
    tts.show(result)

    for name in ("flite/slt", "flite/rms"):
        outcome = result["voices"][name]
        assert outcome["name"].startswith(name)
        assert 0 <= outcome["word_error_rate"] < 0.6
        assert len(outcome["texts"]) == 4
    assert "%" in capsys.readouterr().out
    assert [figure.name.split(",")[0] for figure in tts.highlights(result)] == [
        *("first sound", "words wrong") * 2
    ]


def model_store_root(store: ModelStore) -> Path:
    return store.folder("moonshine-tiny-en").parent
