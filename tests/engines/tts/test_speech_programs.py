"""flite and espeak-ng as programs: present, absent, hanging, failing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil
import pytest
from pydantic import ValidationError

from clara_edge.domain.errors import EngineFailedError, ModelMissingError
from clara_edge.engines.tts import command, espeak, flite

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.ports.engine import EngineContext
    from clara_edge.ports.tts import SpeechSynthesizer


@pytest.fixture
def left_behind() -> Callable[[], set[psutil.Process]]:
    """Return the processes that this test started and that still run."""
    before = set(psutil.Process().children(recursive=True))
    return lambda: set(psutil.Process().children(recursive=True)) - before


def stand_in(folder: Path, body: str) -> str:
    """Write a program that behaves badly in one way."""
    file = folder / "espeak-ng"
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)
    return str(file)


@pytest.fixture
def espeak_voice(
    context: EngineContext, need: Callable[[str], None]
) -> espeak.EspeakSynthesizer:
    need("espeak-ng")
    return espeak.create(espeak.Settings(), context)


def test_absent_program_names_its_package(
    context: EngineContext, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ModelMissingError, match="sudo apt install flite"):
        flite.create(flite.Settings(), context)
    with pytest.raises(ModelMissingError, match="sudo apt install espeak-ng"):
        espeak.create(espeak.Settings(), context)


def test_flite_refuses_a_voice_it_does_not_have(
    context: EngineContext, need: Callable[[str], None]
) -> None:
    need("flite")

    with pytest.raises(ModelMissingError, match=r"no voice 'nobody'; choose .*slt"):
        flite.create(flite.Settings(voice="nobody"), context)


def test_espeak_refuses_a_voice_it_does_not_have(
    context: EngineContext, need: Callable[[str], None]
) -> None:
    need("espeak-ng")

    with pytest.raises(EngineFailedError, match="voice does not exist"):
        espeak.create(espeak.Settings(voice="xx-nobody"), context)


@pytest.mark.parametrize("voice", ["-h", "../secret", "https://x/y", "a b", ""])
def test_voice_names_that_are_options_paths_or_addresses_are_refused(
    voice: str,
) -> None:
    with pytest.raises(ValidationError):
        flite.Settings(voice=voice)
    with pytest.raises(ValidationError):
        espeak.Settings(voice=voice)


@pytest.mark.parametrize("name", ["slt", "rms", "awb", "kal16", "kal"])
def test_every_flite_voice_is_audible_at_once(
    name: str, context: EngineContext, need: Callable[[str], None]
) -> None:
    need("flite")
    voice = flite.create(flite.Settings(voice=name), context)

    (sound,) = voice.synthesize("Added buy milk.", lambda: False)

    audible = np.flatnonzero(np.abs(sound.astype(np.int32)) > 330)
    assert audible[0] / voice.rate_hz <= 0.021
    assert (len(sound) - audible[-1]) / voice.rate_hz <= 0.051


def test_slower_speech_lasts_longer(
    context: EngineContext, need: Callable[[str], None]
) -> None:
    need("flite")
    need("espeak-ng")

    def length_s(voice: SpeechSynthesizer) -> float:
        chunks = list(voice.synthesize("Added buy milk to your list.", lambda: False))
        return sum(map(len, chunks)) / voice.rate_hz

    quick = flite.create(flite.Settings(stretch=0.8), context)
    slow = flite.create(flite.Settings(stretch=1.6), context)
    assert 1.6 < length_s(slow) / length_s(quick) < 2.4
    fast = espeak.create(espeak.Settings(speed_wpm=240), context)
    calm = espeak.create(espeak.Settings(speed_wpm=120), context)
    assert length_s(calm) > 1.4 * length_s(fast)
    assert len({quick.name, slow.name, fast.name, calm.name}) == 4


def test_text_is_never_part_of_the_command_line(
    espeak_voice: espeak.EspeakSynthesizer, tmp_path: Path
) -> None:
    log = tmp_path / "arguments"
    real = espeak_voice._program
    program = stand_in(tmp_path, f'echo "$@" >> {log}\nexec {real} "$@"')
    voice = espeak.EspeakSynthesizer(program, espeak.Settings())

    list(voice.synthesize("my secret task", lambda: False))

    assert "--stdin" in log.read_text()
    assert "secret" not in log.read_text()


def test_program_that_hangs_is_killed_when_cancelled(
    espeak_voice: espeak.EspeakSynthesizer,
    tmp_path: Path,
    left_behind: Callable[[], set[psutil.Process]],
) -> None:
    espeak_voice._program = stand_in(tmp_path, "exec sleep 600")
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    assert list(espeak_voice.synthesize("Hello there.", cancelled)) == []
    assert left_behind() == set()


def test_program_that_hangs_is_killed_after_a_while(
    espeak_voice: espeak.EspeakSynthesizer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    left_behind: Callable[[], set[psutil.Process]],
) -> None:
    espeak_voice._program = stand_in(tmp_path, "exec sleep 600")
    monkeypatch.setattr(command, "_TIMEOUT_S", 0.1)

    with pytest.raises(EngineFailedError, match="did not end within"):
        list(espeak_voice.synthesize("Hello there.", lambda: False))
    assert left_behind() == set()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("echo no such luck >&2; exit 3", "ended with status 3: no such luck"),
        ("kill -SEGV $$", "ended with status -11"),
        ('for last in "$@"; do :; done; echo nonsense > "$last"', "no sound file"),
        ("yes lots of errors | head -c 300000 >&2; exit 1", "lots of errors"),
    ],
)
def test_program_that_fails_is_an_engine_failure(
    espeak_voice: espeak.EspeakSynthesizer,
    tmp_path: Path,
    body: str,
    message: str,
    left_behind: Callable[[], set[psutil.Process]],
) -> None:
    espeak_voice._program = stand_in(tmp_path, body)

    with pytest.raises(EngineFailedError, match=message):
        list(espeak_voice.synthesize("Hello there.", lambda: False))
    assert left_behind() == set()


def test_program_that_vanished_is_an_engine_failure(
    espeak_voice: espeak.EspeakSynthesizer, tmp_path: Path
) -> None:
    espeak_voice._program = str(tmp_path / "gone")

    with pytest.raises(EngineFailedError, match="cannot be run"):
        list(espeak_voice.synthesize("Hello there.", lambda: False))


def test_program_that_is_silent_from_the_start_is_refused(tmp_path: Path) -> None:
    program = stand_in(tmp_path, "exit 0")

    with pytest.raises(EngineFailedError, match="makes no sound"):
        espeak.EspeakSynthesizer(program, espeak.Settings())


def test_no_descriptor_is_left_open(espeak_voice: espeak.EspeakSynthesizer) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))

    for _ in range(5):
        list(espeak_voice.synthesize("Hello there.", lambda: False))

    assert len(list(Path("/proc/self/fd").iterdir())) == before
