from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from clara_edge.cli.bench import stt
from clara_edge.cli.bench.figures import Figure
from clara_edge.cli.bench.word_errors import (
    count_errors,
    count_missing,
    slot_words,
    words_of,
)
from clara_edge.cli.main import CliState
from clara_edge.config.schema import Config, Paths, SpeechToText

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.models.store import ModelStore


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Buy milk, please!", "buy milk please"),
        ("At 9pm.", "at nine pm"),
        ("50% of it", "fifty percent of it"),
        ("a light-roast mocha", "a light roast mocha"),
        ("Mr. Dashwood's", "mister dashwood's"),
        ("♪♪", ""),
    ],
)
def test_compares_words_as_they_are_pronounced(text: str, words: str) -> None:
    assert words_of(text) == words.split()


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("a b c", "a b c", 0),
        ("a b c", "a x c", 1),
        ("a b c", "a c", 1),
        ("a b c", "x a b c y", 2),
        ("", "a b", 2),
        ("a b", "", 2),
    ],
)
def test_counts_changed_dropped_and_inserted_words(
    said: str, heard: str, errors: int
) -> None:
    assert count_errors(said.split(), heard.split()) == errors


def test_counts_words_that_were_not_heard_each_once() -> None:
    assert count_missing(["a", "a", "b"], ["b", "x", "a"]) == 1


def test_reads_the_words_of_an_intent_label() -> None:
    label = '{"intent": "order", "slots": {"drink": "ice coffee", "milk": " soy"}}'
    quoted = '"' + label.replace('"', '""') + '"'

    assert slot_words(label) == ["ice", "coffee", "soy"]
    assert slot_words(quoted) == ["ice", "coffee", "soy"]
    assert slot_words("a transcript") is None


@pytest.mark.models
def test_measures_an_engine_and_says_why_another_cannot_be(
    model_store: ModelStore,
    test_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = "librivox/sense_and_sensibility_01_austen_64kb-0930.wav"
    speech = tmp_path / "speech"
    (speech / "librivox").mkdir(parents=True)
    shutil.copy(test_data / "speech" / name, speech / name)
    (speech / "transcripts.tsv").write_text(
        f"path\ttext\tseconds\n{name}\the might even have been made amiable himself\t3.3\n",
        "utf-8",
    )
    monkeypatch.setenv("CLARA_TEST_DATA", str(tmp_path))
    (tmp_path / "models").symlink_to(model_store.folder("moonshine-tiny-en").parent)
    state = CliState()
    state.config = Config(
        paths=Paths(data=tmp_path, cache=tmp_path / "cache"),
        stt=SpeechToText(
            options={
                "sherpa_online": {"model": "piper-en-us-ljspeech-medium"},
                # a book is unlikely to be said to an assistant
                "sherpa_offline": {"second_look": False},
            }
        ),
    )

    result = stt.measure(state)
    stt.show(result)

    offline = result["engines"]["sherpa_offline"]
    assert offline["errors"]["librivox"] == {"words": 8, "wrong": 0, "rate": 0.0}
    assert 0 < offline["cpu_per_audio_s"] < 5
    assert offline["interims_per_command"] >= 3
    assert offline["settle_s"][0] <= offline["whole_s"][1]
    assert 50 < offline["rss_mib"] < 600
    assert "error" in result["engines"]["sherpa_online"]
    assert json.loads(json.dumps(result)) == result
    shown = capsys.readouterr().out
    assert "sherpa_online: not measured" in shown
    assert "librivox" in shown
    assert stt.highlights(result)[0] == Figure(
        "sherpa_offline: wrong in librivox", "0.0%"
    )
