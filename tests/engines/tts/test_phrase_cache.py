from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from clara_edge.domain.errors import EngineFailedError
from clara_edge.engines.tts.cache import CachedSynthesizer, PhraseCache

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.ports.audio import Samples

RATE = 16_000
MIB = 1024 * 1024


class Counting:
    """A voice of 0.1 s of a tone per word, which counts how often it is asked."""

    rate_hz = RATE

    def __init__(self, name: str = "tone/a", *, breaks: bool = False) -> None:
        self.name = name
        self.breaks = breaks
        self.spoken: list[str] = []
        self.closed = 0

    def synthesize(self, text: str, cancelled: Callable[[], bool]) -> Iterator[Samples]:
        self.spoken.append(text)
        for number, _ in enumerate(text.split()):
            if cancelled():
                return
            if self.breaks and number:
                raise EngineFailedError("broke")
            yield np.full(1_600, number + 1, np.int16)

    def close(self) -> None:
        self.closed += 1


def say(voice: CachedSynthesizer, text: str) -> Samples:
    return np.concatenate(list(voice.synthesize(text, lambda: False)))


def clips(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.clip"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "speech"


@pytest.fixture
def inner() -> Counting:
    return Counting()


@pytest.fixture
def voice(inner: Counting, folder: Path) -> CachedSynthesizer:
    return CachedSynthesizer(inner, PhraseCache(folder, MIB))


def test_second_time_comes_from_the_disk_and_sounds_the_same(
    voice: CachedSynthesizer, inner: Counting
) -> None:
    first = say(voice, "two words")
    second = say(voice, "two words")

    assert inner.spoken == ["two words"]
    np.testing.assert_array_equal(first, second)


def test_survives_a_restart(folder: Path) -> None:
    say(CachedSynthesizer(Counting(), PhraseCache(folder, MIB)), "two words")
    later = Counting()

    say(CachedSynthesizer(later, PhraseCache(folder, MIB)), "two words")

    assert later.spoken == []


@pytest.mark.parametrize(("name", "rate"), [("tone/b", RATE), ("tone/a", 8_000)])
def test_other_voice_or_rate_is_another_phrase(
    voice: CachedSynthesizer, folder: Path, name: str, rate: int
) -> None:
    say(voice, "two words")
    other = Counting(name)
    other.rate_hz = rate

    say(CachedSynthesizer(other, PhraseCache(folder, MIB)), "two words")

    assert other.spoken == ["two words"]


def test_file_names_and_rights_tell_nobody_what_was_said(
    voice: CachedSynthesizer, folder: Path
) -> None:
    say(voice, "secret words")

    (file,) = folder.iterdir()
    assert "secret" not in file.name
    assert file.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


def test_cancelled_phrase_is_not_kept(
    voice: CachedSynthesizer, inner: Counting, folder: Path
) -> None:
    stop = False
    sounds = voice.synthesize("three whole words", lambda: stop)
    next(sounds)
    stop = True

    assert list(sounds) == []
    assert clips(folder) == []


def test_phrase_cancelled_for_a_moment_only_is_not_kept(
    voice: CachedSynthesizer, folder: Path
) -> None:
    answers = iter([False, True, False, False])

    list(voice.synthesize("three whole words", lambda: next(answers)))

    assert clips(folder) == []


def test_abandoned_phrase_is_not_kept(voice: CachedSynthesizer, folder: Path) -> None:
    sounds = voice.synthesize("three whole words", lambda: False)
    next(sounds)
    sounds.close()  # type: ignore[attr-defined]  # a generator, as every caller abandons it

    assert clips(folder) == []


def test_phrase_of_a_voice_that_breaks_is_not_kept(folder: Path) -> None:
    voice = CachedSynthesizer(Counting(breaks=True), PhraseCache(folder, MIB))

    with pytest.raises(EngineFailedError):
        say(voice, "three whole words")
    assert clips(folder) == []


def test_kept_phrase_is_silent_when_cancelled(voice: CachedSynthesizer) -> None:
    say(voice, "two words")

    assert list(voice.synthesize("two words", lambda: True)) == []


def test_long_text_is_not_kept(
    voice: CachedSynthesizer, inner: Counting, folder: Path
) -> None:
    text = "word " * 41

    say(voice, text)
    say(voice, text)

    assert len(inner.spoken) == 2
    assert not folder.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:10],
        lambda data: data[:-2],
        lambda data: data[:-1],
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: b"RIFF" + data[4:],
        lambda data: data + data,
    ],
)
def test_damaged_phrase_is_made_again(
    voice: CachedSynthesizer,
    inner: Counting,
    folder: Path,
    damage: Callable[[bytes], bytes],
) -> None:
    good = say(voice, "two words")
    (file,) = clips(folder)
    file.write_bytes(damage(file.read_bytes()))

    again = say(voice, "two words")

    np.testing.assert_array_equal(good, again)
    assert len(inner.spoken) == 2
    assert say(voice, "two words").size
    assert len(inner.spoken) == 2


def test_phrases_not_used_for_longest_make_room(inner: Counting, folder: Path) -> None:
    # 16 + 5 * 3200 bytes each: six fit
    voice = CachedSynthesizer(inner, PhraseCache(folder, 100_000))
    texts = [f"one two three four {n}" for n in range(6)]
    for age, text in enumerate(texts):
        known = set(clips(folder))
        say(voice, text)
        (new,) = set(clips(folder)) - known
        os.utime(new, (1_000 + age, 1_000 + age))
    say(voice, texts[0])  # used again, so no longer the oldest
    inner.spoken.clear()

    say(voice, "one two three four six")

    assert sum(f.stat().st_size for f in clips(folder)) <= 100_000
    say(voice, texts[0])
    assert inner.spoken == ["one two three four six"]
    say(voice, texts[1])
    assert inner.spoken[-1] == texts[1]


def test_one_phrase_may_not_push_out_all_others(inner: Counting, folder: Path) -> None:
    voice = CachedSynthesizer(inner, PhraseCache(folder, 20_000))

    say(voice, "one two three four five")

    assert not folder.exists()


def test_scraps_of_a_killed_process_are_removed_in_time(
    voice: CachedSynthesizer, folder: Path
) -> None:
    folder.mkdir()
    old, fresh = folder / "old.part", folder / "fresh.part"
    for scrap in (old, fresh):
        scrap.write_bytes(b"half")
    os.utime(old, (1_000, 1_000))

    say(voice, "two words")

    assert not old.exists()
    assert fresh.exists()


def test_files_of_others_are_left_alone(inner: Counting, folder: Path) -> None:
    folder.mkdir()
    theirs = folder / "notes.txt"
    theirs.write_bytes(b"x" * 200_000)
    os.utime(theirs, (1_000, 1_000))

    say(CachedSynthesizer(inner, PhraseCache(folder, 100_000)), "two words")

    assert theirs.exists()


def test_full_disk_never_breaks_speaking(
    voice: CachedSynthesizer,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(self: PhraseCache, file: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(PhraseCache, "_write", full)

    assert say(voice, "two words").size == 3_200
    assert say(voice, "more words").size == 3_200
    assert [r.levelname for r in caplog.records] == ["WARNING"]


def test_failed_write_leaves_no_scrap(
    voice: CachedSynthesizer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("pathlib.Path.replace", refuse)

    assert say(voice, "two words").size == 3_200
    assert list(folder.iterdir()) == []


def test_folder_that_is_a_file_never_breaks_speaking(
    voice: CachedSynthesizer, folder: Path
) -> None:
    folder.write_text("not a folder")

    assert say(voice, "two words").size == 3_200
    assert say(voice, "two words").size == 3_200


def test_folder_that_cannot_be_written_never_breaks_speaking(inner: Counting) -> None:
    # root may write anywhere but here
    voice = CachedSynthesizer(inner, PhraseCache(Path("/proc/1/clara-speech"), MIB))

    assert say(voice, "two words").size == 3_200


PROCESS = """
import sys
from pathlib import Path
import numpy as np
from clara_edge.engines.tts.cache import PhraseCache
cache = PhraseCache(Path(sys.argv[1]), 60_000)
for turn in range(150):
    text = f"phrase {turn % 7}"
    sound = cache.get("v", 16_000, text)
    assert sound is None or (sound == turn % 7).all() and sound.size == 4_000
    if sound is None:
        cache.put("v", 16_000, text, np.full(4_000, turn % 7, np.int16))
"""


def test_two_processes_share_one_folder(folder: Path) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(folder)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]

    for process in both:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    assert list(folder.glob("*.part")) == []
    assert sum(f.stat().st_size for f in clips(folder)) <= 60_000


def test_closing_closes_the_voice(voice: CachedSynthesizer, inner: Counting) -> None:
    voice.close()

    assert inner.closed == 1
