from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from clara_edge.cli.bench.figures import Figure
from clara_edge.cli.bench.recordings import read_recording
from clara_edge.cli.bench.wake import (
    Clip,
    Heard,
    agreement,
    highlights,
    recognition,
    show,
)
from clara_edge.cli.main import CliState, cli
from clara_edge.domain.errors import AudioFileInvalidError, InputInvalidError
from tests.voices import silence

if TYPE_CHECKING:
    from pathlib import Path

PHRASES = ("hey jarvis",)


def heard(said: str, wakes: int, *, seconds: float = 1.0, **scores: float) -> Heard:
    expected = {"hey_jarvis": scores.pop("expected")} if "expected" in scores else {}
    return Heard(Clip("clips", None, said, expected), seconds, wakes, scores)


@pytest.fixture
def few_recordings(test_data: Path, tmp_path: Path, monkeypatch) -> Path:
    """A folder of recordings of the usual layout with three short clips."""
    real = test_data / "speech"
    speech = tmp_path / "data" / "speech"
    for folder in ("wake_dev/jarvis", "coffee_intents", "commands_real"):
        (speech / folder).mkdir(parents=True)
    phrase = real / "wake/wyoming/hey_jarvis.wav"
    (speech / "phrase.wav").symlink_to(phrase)
    (speech / "two_cities_16k.wav").symlink_to(phrase)
    name = (real / "wake_dev/index.tsv").read_text(encoding="utf-8").split("\n")[1]
    name = name.split("\t")[0]
    (speech / "wake_dev/jarvis/one.flac").symlink_to(real / "wake_dev" / name)
    stop = next((real / "commands_real").glob("*.wav"))
    (speech / "commands_real/stop.wav").symlink_to(stop)
    (speech / "wake_clips.tsv").write_text(
        "path\tsaid\tscore_hey_jarvis\nphrase.wav\they jarvis\t0.998\n",
        encoding="utf-8",
    )
    (speech / "wake_dev/index.tsv").write_text(
        "path\tsaid\njarvis/one.flac\tjarvis\n", encoding="utf-8"
    )
    monkeypatch.setenv("CLARA_TEST_DATA", str(tmp_path / "data"))
    return speech


def test_compares_three_runners_and_counts_what_wakes(few_recordings, tmp_path):
    saved = tmp_path / "results" / "wake.json"

    done = CliRunner().invoke(
        cli,
        ["bench", "wake", "--rounds", "1", "--json", str(saved)],
        obj=CliState(),
        catch_exceptions=False,
    )

    assert done.exit_code == 0
    result = json.loads(saved.read_text(encoding="utf-8"))
    runners = {row["runner"]: row for row in result["runners"]}
    assert set(runners) == {"clara", "openwakeword", "pyopen-wakeword"}
    assert runners["clara"]["cpu_ratio"] == 1.0
    assert all(0 < row["cpu_per_audio_s"] < 10 for row in runners.values())
    # importing the package alone brings scipy and scikit-learn
    assert runners["openwakeword"]["rss_mib"] > runners["clara"]["rss_mib"]
    wakes = {(row["recordings"], row["said"]): row for row in result["recognition"]}
    assert wakes["wake clips", "hey jarvis"]["woken_share"] == 1.0
    assert wakes["commands_real", "other speech"]["wakes"] == 0
    assert result["published"] == {
        "scores": 1,
        "agree": 1,
        "median_difference": pytest.approx(0.0, abs=0.01),
        "max_difference": pytest.approx(0.0, abs=0.01),
    }
    assert result["machine"]["cores"] >= 1
    assert "pyopen-wakeword" in done.stdout
    assert "100.0%" in done.stdout
    assert Figure("woken by hey jarvis", "1 of 1") in highlights(result)


def test_names_the_runners_that_are_not_installed(capsys):
    row = {
        "runner": "clara",
        "cpu_per_audio_s": 0.02,
        "cpu_ratio": 1.0,
        "rss_mib": 80.0,
        "rss_ratio": 1.0,
        "load_s": 0.3,
    }
    published = agreement([])

    show(
        {
            "runners": [row],
            "phrases": [],
            "recognition": [],
            "published": published,
        }
    )

    assert "not compared: openwakeword, pyopen-wakeword" in capsys.readouterr().out


@pytest.mark.parametrize("json_target", [[], ["--json", "-"]])
def test_without_recordings_it_says_where_it_looked(tmp_path, monkeypatch, json_target):
    monkeypatch.setenv("CLARA_TEST_DATA", str(tmp_path))

    with pytest.raises(InputInvalidError, match="CLARA_TEST_DATA") as raised:
        CliRunner().invoke(
            cli, ["bench", "wake", *json_target], obj=CliState(), catch_exceptions=False
        )

    assert str(tmp_path / "speech") in str(raised.value)


def test_names_a_recording_that_is_no_sound_file(tmp_path):
    file = tmp_path / "broken.wav"
    file.write_bytes(b"RIFF")

    with pytest.raises(AudioFileInvalidError, match=r"broken\.wav"):
        read_recording(file)


def test_brings_recordings_to_the_capture_rate(tmp_path):
    import soundfile  # noqa: PLC0415 - only this test writes sound

    file = tmp_path / "stereo.wav"
    soundfile.write(file, silence(1.0).reshape(-1, 2), 8_000)

    assert len(read_recording(file)) == 16_000


def test_false_wakes_are_counted_per_hour_of_other_speech_only():
    rows = recognition(
        [
            heard("hey jarvis", 1),
            heard("jarvis", 0),
            heard("coffee please", 1, seconds=1800.0),
            heard("", 0, seconds=1800.0),
        ],
        PHRASES,
    )

    by_kind = {row["said"]: row for row in rows}
    assert by_kind["hey jarvis"]["false_wakes_per_hour"] is None
    assert by_kind["jarvis alone"]["woken_share"] == 0.0
    assert by_kind["other speech"]["false_wakes_per_hour"] == 1.0


def test_agreement_is_about_the_side_of_one_half():
    result = agreement(
        [
            heard("a", 0, hey_jarvis=0.9, expected=0.6),
            heard("b", 0, hey_jarvis=0.4, expected=0.6),
            heard("c", 0, hey_jarvis=0.4),
        ]
    )

    assert result["scores"] == 2
    assert result["agree"] == 1
    assert result["max_difference"] == pytest.approx(0.3)
