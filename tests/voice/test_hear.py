"""`clara hear`: recordings through the whole pipeline, with the real engines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from clara_edge.audio.wav import read_wav, write_wav
from clara_edge.config.schema import SpeechToText
from clara_edge.engines.stt.build import build_recognizer
from clara_edge.ports.engine import EngineContext
from tests import voices

if TYPE_CHECKING:
    from pathlib import Path

    from clara_edge.models.store import ModelStore
    from clara_edge.ports.audio import Samples
    from tests.e2e.listener import Listener

pytestmark = pytest.mark.models

DENTIST = "i need to call the dentist"
PLANTS = "don't forget to water the plants"
TASKS = "what are my tasks"
STAGES_MS = ("endpoint", "decode", "pause", "understand", "store", "speech", "response")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A wake word and what follows it."""

    voice: voices.SpeakerVoice | None
    """None: a person says the wake word, a synthesiser the rest."""
    text: str
    intent: str
    created: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.voice.name if self.voice else 'person'}, {self.text}"


SPOKEN = (
    Spoken(voices.RMS, DENTIST, "task.create", ("Call the dentist",)),
    Spoken(voices.RMS, TASKS, "task.query"),
    Spoken(voices.SLT, PLANTS, "task.create", ("Water the plants",)),
    Spoken(voices.GB, PLANTS, "task.create", ("Water the plants",)),
    Spoken(voices.KAL, DENTIST, "task.create", ("Call the dentist",)),
    Spoken(None, DENTIST, "task.create", ("Call the dentist",)),
    Spoken(None, TASKS, "task.query"),
)
PERSONS = {
    "what's the weather": "What's the weather?",
    "turn off lights in the Office": "Turn off lights in the office",
    "what is the Outdoor Humidity": "What is the outdoor humidity?",
}
"""What people say without a wake word, and how it is written down."""


def recording(spoken: Spoken, test_data: Path) -> Samples:
    voice = spoken.voice
    wake = voices.hey_jarvis(voice) if voice else voices.recorded_hey_jarvis(test_data)
    gap = voices.silence(0.6 if voice else 0.0)
    words = voices.speak(spoken.text, voice or voices.RMS)
    return voices.in_sequence([voices.silence(0.5), wake, gap, words])


COMMAND = [sys.executable, "-P", "-c", "from clara_edge.cli.main import main; main()"]


def clara(listener: Listener, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=environment(listener),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def environment(listener: Listener) -> dict[str, str]:
    folders = listener.folders
    return {
        **os.environ,
        "CLARA_PATHS__DATA": str(folders.data),
        "CLARA_PATHS__CACHE": str(folders.cache),
        "CLARA_PATHS__RUNTIME": str(folders.runtime),
        "CLARA_PATHS__MODELS": str(folders.models),
    }


@pytest.mark.parametrize("spoken", SPOKEN, ids=str)
def test_a_spoken_command_is_carried_out(
    spoken: Spoken, listener: Listener, test_data: Path
) -> None:
    heard = listener.hear(recording(spoken, test_data))

    assert heard.wake_heard
    assert [(turn.opened_by, turn.intent) for turn in heard.turns] == [
        ("wake", spoken.intent)
    ], heard
    assert tuple(c["title"] for c in heard.turns[0].changes) == spoken.created
    assert tuple(listener.titles()) == spoken.created


@pytest.mark.parametrize("name", PERSONS)
def test_a_person_is_written_down_and_told_what_clara_cannot_do(
    name: str, listener: Listener, test_data: Path
) -> None:
    sound = read_wav(test_data / "speech/commands_real" / f"{name}.wav")

    heard = listener.hear(sound, wake=False)

    [turn] = heard.turns
    assert (turn.opened_by, turn.transcript) == ("manual", PERSONS[name])
    assert (turn.intent, turn.changes) == ("unsupported", [])
    assert turn.reply
    assert len(heard.reply) > heard.reply_rate_hz
    assert listener.titles() == []


def test_json_tells_everything_about_the_turn(
    listener: Listener, test_data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "command.wav"
    write_wav(file, recording(SPOKEN[0], test_data))

    done = clara(listener, "hear", str(file), "--fast", "--json")

    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout)
    [turn] = facts.pop("turns")
    assert facts.pop("recording") == str(file)
    assert facts.pop("wake_heard") is True
    assert set(facts) == {"audio_s", "took_s", "reply_s"}
    assert all(value > 0 for value in facts.values())
    assert turn["transcript"] == "I need to call the dentist."
    assert (turn["intent"], turn["source"]) == ("task.create", "parser")
    assert turn["reply"]
    assert turn["failed"] is False
    assert [(c["kind"], c["title"]) for c in turn["changes"]] == [
        ("task.created", "Call the dentist")
    ]
    assert 0.5 < turn["wake_score"] <= 1.0
    assert all(turn[f"{stage}_ms"] > 0 for stage in STAGES_MS)


def test_the_reply_file_says_what_was_stored(
    listener: Listener, model_store: ModelStore, test_data: Path, tmp_path: Path
) -> None:
    command, reply = tmp_path / "command.wav", tmp_path / "reply.wav"
    write_wav(command, recording(SPOKEN[0], test_data))

    done = clara(listener, "hear", str(command), "--fast", "--reply", str(reply))

    assert done.returncode == 0, done.stderr
    assert "Call the dentist" in done.stdout
    context = EngineContext(model_store, tmp_path, threads=1)
    engine = build_recognizer(SpeechToText(engines=("sherpa_offline",)), context)
    try:
        stream = engine.stream()
        stream.accept(read_wav(reply))
        assert "call the dentist" in stream.settle().casefold()
    finally:
        engine.close()


def test_a_recording_without_the_wake_word_is_not_understood_and_says_why(
    listener: Listener, tmp_path: Path
) -> None:
    file = tmp_path / "command.wav"
    write_wav(file, voices.speak(DENTIST))

    done = clara(listener, "hear", str(file), "--fast")

    assert done.returncode == 0, done.stderr
    assert "the wake word was not heard; try --no-wake" in done.stdout
    assert listener.titles() == []


def test_the_wake_word_alone_is_told_whatever_the_file_is_called(
    listener: Listener, tmp_path: Path, test_data: Path
) -> None:
    file = tmp_path / "[" / "b].wav"  # "[/b]" ends a style in rich's markup
    file.parent.mkdir()
    wake = voices.recorded_hey_jarvis(test_data)
    write_wav(file, voices.in_sequence([voices.silence(0.5), wake]))

    done = clara(listener, "hear", str(file), "--fast")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"nothing was understood in {file}",
        "the wake word was alone",
    ]


def test_ctrl_c_ends_it_in_the_middle(listener: Listener, tmp_path: Path) -> None:
    file = tmp_path / "long.wav"
    write_wav(file, voices.silence(600))

    with subprocess.Popen(
        [*COMMAND, "--debug", "hear", str(file), "--no-wake"],
        env=environment(listener),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        try:
            assert any("gate: listening" in line for line in process.stderr)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
        finally:
            process.kill()

    assert process.returncode == 1


@pytest.mark.alone
def test_real_time_hears_the_same_as_fast(listener: Listener, test_data: Path) -> None:
    sound = recording(SPOKEN[0], test_data)

    fast, real = listener.hear(sound), listener.hear(sound, fast=False)

    assert real.took_s >= real.audio_s
    assert fast.took_s < fast.audio_s
    assert [t.transcript for t in real.turns] == [t.transcript for t in fast.turns]
    assert [t.changes[0]["title"] for t in fast.turns] == ["Call the dentist"]
    assert [t.intent for t in real.turns] == ["task.create"]


def test_smart_turn_hears_the_same_words(listener: Listener, test_data: Path) -> None:
    name = "turn off lights in the Office"
    sound = read_wav(test_data / "speech/commands_real" / f"{name}.wav")

    heard = listener.hear(sound, "listening.smart_turn=true", wake=False)

    assert [turn.transcript for turn in heard.turns] == [PERSONS[name]]
