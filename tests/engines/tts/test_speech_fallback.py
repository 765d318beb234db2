from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from clara_edge.config.schema import TextToSpeech
from clara_edge.domain.errors import EngineFailedError, ModelMissingError
from clara_edge.engines.tts.build import build_speech
from clara_edge.engines.tts.fallback import FallbackSynthesizer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from clara_edge.engines.ordered import EngineStatus
    from clara_edge.ports.audio import Samples
    from clara_edge.ports.engine import EngineContext

FIRST = "You have three tasks today."
SECOND = "The first is call the dentist."


class Tone:
    """A voice that hums one second per clause, and breaks at a given clause."""

    def __init__(self, name: str, rate_hz: int, breaks_at: int | None = None) -> None:
        self.name = name
        self.rate_hz = rate_hz
        self.said: list[str] = []
        self.closed = False
        self._breaks_at = breaks_at

    def synthesize(self, text: str, cancelled: Callable[[], bool]) -> Iterator[Samples]:
        if len(self.said) == self._breaks_at:
            raise EngineFailedError(f"{self.name} threw")
        self.said.append(text)
        angle = np.arange(self.rate_hz) * (2 * np.pi * 440 / self.rate_hz)
        yield (20_000 * np.sin(angle)).astype(np.int16)

    def close(self) -> None:
        self.closed = True


def missing() -> Tone:
    raise ModelMissingError("no voice here")


def pitch_hz(sound: Samples, rate_hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(sound.astype(float)))
    return float(np.argmax(spectrum) * rate_hz / len(sound))


def test_next_voice_says_the_clause_at_which_the_first_broke() -> None:
    first, second = Tone("a/x", 22_050, breaks_at=1), Tone("b/y", 16_000)
    voice = FallbackSynthesizer([("a", lambda: first), ("b", lambda: second)])

    chunks = list(voice.synthesize(f"{FIRST} {SECOND}", lambda: False))

    assert (first.said, second.said) == ([FIRST], [SECOND])
    assert len(chunks) == 2
    assert first.closed
    assert [(s.name, s.state.value, s.reason) for s in voice.status()] == [
        ("a", "failed", "a/x threw"),
        ("b", "active", None),
    ]


class Foreign(Tone):
    """An engine of somebody who does not know Clara's errors."""

    def synthesize(self, text: str, cancelled: Callable[[], bool]) -> Iterator[Samples]:
        yield from ()
        raise ValueError(f"cannot say {text!r}")


def test_next_voice_takes_over_whatever_a_foreign_engine_throws() -> None:
    second = Tone("b/y", 16_000)
    voice = FallbackSynthesizer(
        [("a", lambda: Foreign("a/x", 16_000)), ("b", lambda: second)]
    )

    list(voice.synthesize(FIRST, lambda: False))

    assert second.said == [FIRST]
    assert voice.status()[0].reason == f"cannot say {FIRST!r}"


def test_rate_and_pitch_stay_when_the_voice_changes() -> None:
    voice = FallbackSynthesizer(
        [
            ("a", lambda: Tone("a/x", 22_050, breaks_at=1)),
            ("b", lambda: Tone("b/y", 16_000)),
        ]
    )

    first, second = voice.synthesize(f"{FIRST} {SECOND}", lambda: False)

    assert voice.rate_hz == 22_050
    assert pitch_hz(first, 22_050) == pytest.approx(440, abs=2)
    assert pitch_hz(second[-22_050:], 22_050) == pytest.approx(440, abs=2)


def test_pauses_between_clauses_but_not_around_them() -> None:
    voice = FallbackSynthesizer([("a", lambda: Tone("a/x", 10_000))])

    first, second = voice.synthesize(f"{FIRST} {SECOND}", lambda: False)

    assert (len(first), len(second)) == (10_000, 13_000)
    assert not second[:3_000].any()


def test_passes_over_what_cannot_be_loaded() -> None:
    changes: list[tuple[EngineStatus, ...]] = []

    voice = FallbackSynthesizer(
        [("a", missing), ("b", lambda: Tone("b/y", 16_000))], changes.append
    )

    assert (voice.name, voice.rate_hz) == ("b/y", 16_000)
    assert changes[-1][0].reason == "no voice here"


def test_refuses_to_begin_without_any_voice() -> None:
    with pytest.raises(EngineFailedError, match="no tts engine works"):
        FallbackSynthesizer([("a", missing)])


def test_tells_when_all_are_broken_and_tries_again_at_the_next_answer() -> None:
    made: list[Tone] = []

    def make() -> Tone:
        made.append(Tone("a/x", 16_000, breaks_at=1 if not made else None))
        return made[-1]

    voice = FallbackSynthesizer([("a", make)])
    sounds = voice.synthesize(f"{FIRST} {SECOND}", lambda: False)
    next(sounds)
    with pytest.raises(EngineFailedError, match="a/x threw"):
        next(sounds)
    assert voice.name == "none"

    assert list(voice.synthesize(FIRST, lambda: False))
    assert voice.name == "a/x"


def test_stops_between_clauses_when_cancelled() -> None:
    inner = Tone("a/x", 16_000)
    voice = FallbackSynthesizer([("a", lambda: inner)])
    stop = False
    sounds = voice.synthesize(f"{FIRST} {SECOND}", lambda: stop)
    next(sounds)
    stop = True

    assert list(sounds) == []
    assert inner.said == [FIRST]


def test_warming_says_each_clause_once() -> None:
    inner = Tone("a/x", 16_000)
    voice = FallbackSynthesizer([("a", lambda: inner)])

    voice.warm([FIRST, SECOND])

    assert inner.said == [FIRST, SECOND]


def test_configured_order_falls_through_to_a_voice_of_the_system(
    context: EngineContext, need: Callable[[str], None]
) -> None:
    need("flite")
    voice = build_speech(TextToSpeech(), context, context.cache_dir / "speech")

    assert voice.name.startswith("flite/")
    assert [s.state.value for s in voice.status()] == [
        "unavailable",
        "active",
        "waiting",
    ]


def test_phrases_are_kept_by_clause_unless_the_cache_is_off(
    context: EngineContext, need: Callable[[str], None]
) -> None:
    need("flite")
    folder = context.cache_dir / "speech"
    config = TextToSpeech(engines=("flite",))

    off = build_speech(config.model_copy(update={"cache_mib": 0}), context, folder)
    off.warm([FIRST])
    assert not folder.exists()

    build_speech(config, context, folder).warm([f"{FIRST} {SECOND}", FIRST])
    assert len(list(folder.iterdir())) == 2


def test_settings_of_the_configuration_reach_the_engine(
    context: EngineContext, need: Callable[[str], None]
) -> None:
    need("flite")
    config = TextToSpeech(engines=("flite",), options={"flite": {"voice": "slt"}})

    voice = build_speech(config, context, context.cache_dir)

    assert voice.name == "flite/slt x1.1"
