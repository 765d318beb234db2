from __future__ import annotations

import os
import shutil
import wave
from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from clara_edge.cli.main import CliState
from clara_edge.cli.say import say
from clara_edge.config.schema import Config, Paths, TextToSpeech
from clara_edge.domain.errors import (
    AudioError,
    InputInvalidError,
    RequestRefusedError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class HummingVoice:
    """Stands for whatever engines this machine has."""

    name = "hum/one"
    rate_hz = 16_000

    def __init__(self) -> None:
        self.said: list[str] = []
        self.closed = False

    def synthesize(self, text, cancelled):
        self.said.append(text)
        if any(c.isalpha() for c in text):
            yield np.full(8_000, 1_000, np.int16)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch) -> HummingVoice:
    voice = HummingVoice()
    monkeypatch.setattr("clara_edge.engines.tts.build.build_speech", lambda *_: voice)
    return voice


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliState:
    monkeypatch.chdir(tmp_path)
    state = CliState()
    state.config = Config(
        paths=Paths(data=tmp_path / "d", cache=tmp_path / "c", runtime=tmp_path / "r"),
        tts=TextToSpeech(engines=("flite",)),
    )
    return state


@pytest.fixture
def run(state: CliState) -> Callable[..., str]:
    def invoke(*arguments: str, typed: bytes | None = None) -> str:
        result = CliRunner().invoke(
            say,
            list(arguments),
            obj=state,
            input=typed,
            catch_exceptions=False,
            standalone_mode=False,
        )
        if result.exception:
            raise result.exception
        return result.output

    return invoke


def length_s(file: Path) -> float:
    with wave.open(str(file)) as wav:
        assert (wav.getnchannels(), wav.getsampwidth()) == (1, 2)
        return wav.getnframes() / wav.getframerate()


def test_writes_a_wav_file_and_tells_who_spoke(run, voice, tmp_path: Path) -> None:
    output = run("Hello", "--out", "hello.wav")

    assert output == "hello.wav: 0.5 s, hum/one\n"
    assert length_s(tmp_path / "hello.wav") == 0.5
    assert voice.closed


def test_text_is_made_speakable(run, voice) -> None:
    run("at 14:30", "--out", "x.wav")

    assert voice.said == ["at two thirty P M"]


def test_reads_standard_input(run, voice) -> None:
    run("-", "--out", "x.wav", typed="caf\u00e9\n".encode())

    assert voice.said == ["caf\u00e9"]


def test_bytes_that_are_no_text_break_nothing(run, voice) -> None:
    run("-", "--out", "x.wav", typed=b"one \xff\xfe two")

    assert voice.said == ["one two"]


def test_without_a_daemon_the_sound_becomes_a_file(run, voice, tmp_path: Path) -> None:
    output = run("Hello")

    assert output.startswith("the voice daemon is not running")
    assert length_s(tmp_path / "clara.wav") == 0.5


def test_running_daemon_speaks_instead(
    run, voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def call(self, method: str, **params: str) -> dict[str, bool]:
        asked.append((method, params["text"]))
        return {"accepted": True}

    monkeypatch.setattr("clara_edge.control.client.ControlClient.call", call)

    assert run("Hello") == ""
    assert asked == [("say", "Hello")]
    assert not (tmp_path / "clara.wav").exists()
    assert voice.said == []


def test_a_daemon_without_a_loudspeaker_tells_that_it_may_not_be_heard(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(self, method: str, **params: str) -> dict[str, object]:
        return {"accepted": True, "silent": "no sound card"}

    monkeypatch.setattr("clara_edge.control.client.ControlClient.call", call)

    assert run("Hello") == "this may not be heard: no sound card\n"


def test_daemon_that_refuses_is_an_error_not_a_file(
    run, voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(self, method: str, **params: str) -> dict[str, bool]:
        raise RequestRefusedError("muted")

    monkeypatch.setattr("clara_edge.control.client.ControlClient.call", call)

    with pytest.raises(RequestRefusedError):
        run("Hello")
    assert not (tmp_path / "clara.wav").exists()


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_no_text_is_refused(run, voice, text: str) -> None:
    with pytest.raises(InputInvalidError, match="no text to say"):
        run(text)


def test_text_without_words_is_refused(run, voice, tmp_path: Path) -> None:
    with pytest.raises(InputInvalidError, match="nothing in the text can be spoken"):
        run("...", "--out", "x.wav")
    assert not (tmp_path / "x.wav").exists()


def test_file_that_cannot_be_written_is_an_error(run, voice) -> None:
    with pytest.raises(AudioError, match="cannot write"):
        run("Hello", "--out", "no/such/folder/x.wav")


def test_speaks_with_a_real_engine(run, tmp_path: Path) -> None:
    if shutil.which("flite") is None:
        if os.environ.get("CI"):
            pytest.fail("flite is not installed (apt-get install flite)")
        pytest.skip("flite is not installed (apt-get install flite)")

    output = run("Added buy milk to your shopping list.", "--out", "real.wav")

    assert "flite/" in output
    assert 1.5 < length_s(tmp_path / "real.wav") < 4
