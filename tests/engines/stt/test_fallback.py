from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from clara_edge.config.schema import SpeechToText
from clara_edge.domain.errors import EngineFailedError
from clara_edge.engines.stt import sherpa_offline, sherpa_online
from clara_edge.engines.stt.build import build_recognizer
from clara_edge.engines.stt.fallback import FallbackRecognizer
from clara_edge.ports.audio import CHUNK_SAMPLES
from clara_edge.ports.engine import EngineContext
from clara_edge.ports.stt import SpeechRecognizer
from tests.engines.stt import tone_model
from tests.engines.stt.conftest import FolderModels
from tests.engines.stt.tone_model import speak

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from clara_edge.engines.ordered import EngineStatus

OnlineFactory = Callable[[], SpeechRecognizer]


class Faulty:
    """A recogniser that works for so many calls of one of its methods, then throws."""

    name = "faulty"

    def __init__(self, where: str, after: int = 0) -> None:
        self.where = where
        self.left = after
        self.hints: list[Sequence[str]] = []
        self.closed = False

    def _count(self, where: str) -> None:
        if where == self.where:
            self.left -= 1
            if self.left < 0:
                raise RuntimeError(f"broke in {where}")

    def stream(self) -> Faulty:
        self._count("stream")
        return self

    def set_hotwords(self, phrases: Sequence[str]) -> bool:
        self._count("set_hotwords")
        self.hints.append(phrases)
        return True

    def accept(self, samples: NDArray[np.int16]) -> None:
        self._count("accept")

    def interim(self) -> str | None:
        self._count("interim")
        return None

    def settle(self) -> str:
        self._count("settle")
        return "nonsense"

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def tone(tones: EngineContext) -> OnlineFactory:
    settings = sherpa_online.Settings(model="zipformer2_ctc")
    return partial(sherpa_online.create, settings, tones)


def states(recognizer: FallbackRecognizer) -> dict[str, str]:
    return {status.name: status.state.value for status in recognizer.status()}


def hear(recognizer: FallbackRecognizer, sound: NDArray[np.int16]) -> str:
    stream = recognizer.stream()
    for start in range(0, sound.size, CHUNK_SAMPLES):
        stream.accept(sound[start : start + CHUNK_SAMPLES])
        stream.interim()
    return stream.settle()


def test_loads_nothing_before_it_is_needed(tone: OnlineFactory) -> None:
    def unwanted() -> SpeechRecognizer:
        raise AssertionError("loaded although the first works")

    recognizer = FallbackRecognizer([("tone", tone), ("other", unwanted)])
    assert recognizer.name == "none"
    assert states(recognizer) == {"tone": "waiting", "other": "waiting"}

    recognizer.load()

    assert recognizer.name == "sherpa_online/zipformer2_ctc"
    assert states(recognizer) == {"tone": "active", "other": "waiting"}


@pytest.mark.parametrize(
    ("where", "after"),
    [("stream", 0), ("accept", 0), ("accept", 9), ("interim", 9), ("settle", 0)],
)
def test_the_next_takes_over_within_the_utterance(
    tone: OnlineFactory, where: str, after: int
) -> None:
    faulty = Faulty(where, after)
    recognizer = FallbackRecognizer([("faulty", lambda: faulty), ("tone", tone)])

    assert hear(recognizer, speak("BAD CAB")) == "bad cab"

    assert faulty.closed
    assert states(recognizer) == {"faulty": "failed", "tone": "active"}
    assert recognizer.status()[0].reason == f"broke in {where}"


def test_the_next_hears_the_callers_sound_as_it_was(tone: OnlineFactory) -> None:
    recognizer = FallbackRecognizer(
        [("faulty", lambda: Faulty("settle")), ("tone", tone)]
    )
    stream = recognizer.stream()
    buffer = speak("BAD")
    stream.accept(buffer)

    buffer[:] = 0

    assert stream.settle() == "bad"


def test_a_pack_that_is_missing_or_damaged_is_passed_over(
    tones: EngineContext, tone: OnlineFactory, tmp_path: Path
) -> None:
    folder = tone_model.build_zipformer2_ctc(tmp_path / "damaged")
    (folder / "model.onnx").write_bytes(b"nothing")
    context = EngineContext(FolderModels(tmp_path), tmp_path / "cache", threads=1)

    def create(model: str) -> OnlineFactory:
        settings = sherpa_online.Settings(model=model)
        return partial(sherpa_online.create, settings, context)

    candidates = [("a", create("absent")), ("b", create("damaged")), ("c", tone)]
    recognizer = FallbackRecognizer(candidates)

    assert hear(recognizer, speak("CAB")) == "cab"
    reasons = [status.reason or "" for status in recognizer.status()]
    assert "absent is not installed" in reasons[0]
    assert "model.onnx is damaged" in reasons[1]
    assert states(recognizer) == {
        "a": "unavailable",
        "b": "unavailable",
        "c": "active",
    }


def test_says_so_when_none_can_be_loaded(tones: EngineContext) -> None:
    settings = sherpa_online.Settings(model="absent")
    recognizer = FallbackRecognizer(
        [("only", partial(sherpa_online.create, settings, tones))]
    )

    with pytest.raises(EngineFailedError, match=r"no stt engine works.*absent"):
        recognizer.load()


@pytest.mark.parametrize("where", ["accept", "interim", "settle"])
def test_says_so_once_all_have_failed_and_tries_again_in_the_next_turn(
    where: str,
) -> None:
    made: list[Faulty] = []

    def make() -> Faulty:
        made.append(Faulty(where))
        return made[-1]

    recognizer = FallbackRecognizer([("only", make)])
    stream = recognizer.stream()
    stream.accept(speak("A"))
    for _ in range(3):
        with pytest.raises(EngineFailedError, match=f"only: broke in {where}"):
            stream.settle() if where == "settle" else stream.interim()
    assert len(made) == 1

    recognizer.stream()

    assert len(made) == 2


def test_the_next_is_told_of_the_hotwords() -> None:
    second = Faulty("never")
    recognizer = FallbackRecognizer(
        [("first", lambda: Faulty("settle")), ("second", lambda: second)]
    )
    assert recognizer.set_hotwords(["milk"]) is True

    assert hear(recognizer, speak("A")) == "nonsense"

    assert second.hints[-1] == ("milk",)


def test_one_that_breaks_on_hotwords_is_put_aside(tone: OnlineFactory) -> None:
    recognizer = FallbackRecognizer(
        [("first", lambda: Faulty("set_hotwords", 1)), ("tone", tone)]
    )
    recognizer.load()

    assert recognizer.set_hotwords(["milk"]) is False
    assert states(recognizer) == {"first": "failed", "tone": "active"}


def test_tells_every_change(tone: OnlineFactory) -> None:
    seen: list[tuple[EngineStatus, ...]] = []
    recognizer = FallbackRecognizer(
        [("faulty", lambda: Faulty("settle")), ("tone", tone)], seen.append
    )

    hear(recognizer, speak("A"))

    assert [s.state.value for s in seen[0]] == ["active", "waiting"]
    assert [s.state.value for s in seen[-1]] == ["failed", "active"]


def test_closes_twice(tone: OnlineFactory) -> None:
    recognizer = FallbackRecognizer([("tone", tone)])
    recognizer.load()

    recognizer.close()
    recognizer.close()

    assert recognizer.name == "none"


class TestBuild:
    def test_takes_the_engines_and_their_settings_from_the_configuration(
        self, tones: EngineContext
    ) -> None:
        options: dict[str, dict[str, Any]] = {"sherpa_online": {"model": "nemo_ctc"}}
        config = SpeechToText(engines=("sherpa_online",), options=options)

        recognizer = build_recognizer(config, tones)

        assert recognizer.name == "sherpa_online/nemo_ctc"
        assert hear(recognizer, speak("DEAD")) == "dead"

    @pytest.mark.models
    def test_uses_the_starter_pack_where_no_streaming_model_is_installed(
        self,
        moonshine_folder: Path,
        stt_cache: Path,
        recording: Callable[[str], NDArray[np.int16]],
    ) -> None:
        models = FolderModels(moonshine_folder.parent)
        if any((models.root / pack).exists() for pack in sherpa_online.BEST_FIRST):
            pytest.skip("a streaming model is installed here")

        recognizer = build_recognizer(
            SpeechToText(), EngineContext(models, stt_cache, threads=1)
        )

        assert recognizer.name == f"sherpa_offline/{sherpa_offline.Settings().model}"
        heard = hear(recognizer, recording("commands_real/what's the weather.wav"))
        assert "weather" in heard.lower()
        assert recognizer.status()[0].state.value == "unavailable"

    def test_a_wrong_setting_is_named_in_the_status(self, tones: EngineContext) -> None:
        options: dict[str, dict[str, Any]] = {
            "sherpa_online": {"mode": "x"},
            "sherpa_offline": {},
        }
        config = SpeechToText(engines=("sherpa_online",), options=options)

        with pytest.raises(EngineFailedError, match=r"sherpa_online\.mode\b"):
            build_recognizer(config, tones)
