"""What happened when in a turn: for the log line, status, `clara hear` and the bench."""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.domain.reply import TurnResult

_LOGGER = logging.getLogger(__name__)
_KEPT_TURNS = 500


@dataclass(slots=True)
class TurnRecord:
    """One turn. Times are milliseconds; response is last voiced sample to first audible sample."""

    id: int
    opened_by: str
    transcript: str = ""
    intent: str | None = None
    source: str | None = None
    reply: str | None = None
    failed: bool = False
    changes: list[dict[str, str]] = field(default_factory=list)
    step_id: int | None = None
    """What to undo to take the changes back."""
    wake_score: float | None = None
    endpoint_ms: float | None = None
    """Last voiced sample to the report of silence: voice activity's patience."""
    decode_ms: float | None = None
    """Report of silence to settled transcript: the rest of speech-to-text."""
    pause_ms: float | None = None
    """Settled transcript to end of turn: waiting for more words."""
    understand_ms: float | None = None
    store_ms: float | None = None
    speech_ms: float | None = None
    """Reply text to first audible sample."""
    response_ms: float | None = None

    def note(self, result: TurnResult) -> None:
        """Take over what a turn came to."""
        reading = result.interpretation
        if reading is not None:
            self.intent, self.source = str(reading.intent), str(reading.source)
        self.failed = result.failed
        self.step_id = result.step_id
        if result.timings:  # the end of a language model's turn has none of its own
            self.understand_ms = result.timings.get("understand_ms")
            self.store_ms = result.timings.get("store_ms")
        self.changes = [
            {"kind": str(c.kind), "id": c.id, "title": c.title} for c in result.changes
        ]

    def as_dict(self) -> dict[str, object]:
        """Return the record for JSON, times to a tenth of a millisecond."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: round(value, 1)
            if name.endswith("_ms") and value is not None
            else value
            for name, value in values.items()
        }


class Timeline:
    """Collects the marks of the current turn; all methods from the event loop but `heard`."""

    def __init__(
        self,
        session: str,
        on_turn: Callable[[TurnRecord], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Call `on_turn` with every finished record."""
        self._session = session
        self._on_turn = on_turn
        self._clock = clock
        self._count = 0
        self._opened_by = "wake"
        self._wake_score: float | None = None
        self._voiced_end: float | None = None
        self._silence_reported: float | None = None
        self._settled: float | None = None
        self._replied: float | None = None
        self._current: TurnRecord | None = None
        self.turns: deque[TurnRecord] = deque(maxlen=_KEPT_TURNS)

    @property
    def count(self) -> int:
        """How many turns had words in them."""
        return self._count

    def forget(self) -> None:
        """Keep the times of the turns so far, but not what was said."""
        for record in self.turns:
            record.transcript, record.reply = "", None

    def woken(self, score: float) -> None:
        """The wake word was heard."""
        self._wake_score = score

    def opened(self, reason: str) -> None:
        """The gate opened."""
        self._opened_by = reason

    def silence(self, voiced_ended_s_ago: float) -> None:
        """Voice activity reported that speech ended this long ago."""
        now = self._clock()
        self._silence_reported, self._voiced_end = now, now - voiced_ended_s_ago

    def settled(self) -> None:
        """Speech-to-text settled."""
        self._settled = self._clock()

    def begin(self, transcript: str) -> TurnRecord:
        """A turn with words ended; the record is filled by the caller too."""
        now = self._clock()
        self._count += 1
        record = TurnRecord(self._count, self._opened_by, transcript)
        record.wake_score, self._wake_score = self._wake_score, None
        if self._voiced_end is not None and self._silence_reported is not None:
            record.endpoint_ms = 1000 * (self._silence_reported - self._voiced_end)
        if self._settled is not None and self._silence_reported is not None:
            record.decode_ms = 1000 * (self._settled - self._silence_reported)
        if self._settled is not None:
            record.pause_ms = 1000 * (now - self._settled)
        self._current = record
        return record

    def replied(self) -> None:
        """The reply went to speech."""
        self._replied = self._clock()

    def heard(self, delay_s: float) -> None:
        """The reply becomes audible after `delay_s`; called in the playback thread."""
        record = self._current
        if record is None or self._replied is None or record.speech_ms is not None:
            return
        audible = self._clock() + delay_s
        record.speech_ms = 1000 * (audible - self._replied)
        if self._voiced_end is not None:
            record.response_ms = 1000 * (audible - self._voiced_end)

    def finish(self) -> None:
        """The turn is over: log it, keep it. Idempotent."""
        record, self._current = self._current, None
        self._voiced_end = self._silence_reported = self._settled = self._replied = None
        if record is None:
            return
        self.turns.append(record)
        _LOGGER.info("turn %s", _summary(self._session, record))
        _LOGGER.debug(
            "turn %d heard %r, replied %r", record.id, record.transcript, record.reply
        )
        if self._on_turn is not None:
            self._on_turn(record)


def _summary(session: str, record: TurnRecord) -> str:
    """Return the one line a turn leaves in the log; it never holds what was said."""
    parts = [
        f"id={session}/{record.id}",
        f"by={record.opened_by}",
        f"intent={record.intent}",
    ]
    parts.append(f"source={record.source}")
    parts.append(f"outcome={'failed' if record.failed else 'ok'}")
    parts.append(f"changes={len(record.changes)}")
    for name in (
        "endpoint",
        "decode",
        "pause",
        "understand",
        "store",
        "speech",
        "response",
    ):
        value = getattr(record, f"{name}_ms")
        if value is not None:
            parts.append(f"{name}={value:.0f}ms")
    return " ".join(parts)
