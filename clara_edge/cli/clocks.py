"""What `clara timer` and `clara alarm` have in common."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from clara_edge.domain.errors import AlarmNotFoundError, ClaraError, TimerNotFoundError
from clara_edge.domain.timekeeping import Alarm, Timer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from clara_edge.cli.main import CliState
    from clara_edge.dialogue.replies.speaker import Speaker
    from clara_edge.ports.timekeeping import Timekeeping

Thing = TypeVar("Thing", Timer, Alarm)

_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ClockSession:
    """The open store and the manner of showing times."""

    keeping: Timekeeping
    speaker: Speaker


@contextlib.contextmanager
def open_clocks(state: CliState) -> Iterator[ClockSession]:
    """Lend the timers and alarms for one command."""
    from clara_edge.config.clock import SystemClock
    from clara_edge.dialogue.replies.speaker import Speaker
    from clara_edge.storage.database import TaskDatabase
    from clara_edge.storage.timekeeping import SqliteTimekeeping

    clock = SystemClock()
    speaker = Speaker(state.config.replies, 0, clock.now())
    with TaskDatabase(state.folders.database, clock) as database:
        yield ClockSession(SqliteTimekeeping(database, clock), speaker)


def chosen(numbers: Sequence[str], things: Sequence[Thing], noun: str) -> list[Thing]:
    """Return what the numbers stand for, each once.

    Raises:
        TimerNotFoundError, AlarmNotFoundError: one of them is no number of any.
    """
    by_number = {thing.number: thing for thing in things}
    found: dict[int, Thing] = {}
    for text in numbers:
        number = int(text) if _NUMBER.fullmatch(text) else -1
        if number not in by_number:
            raise _not_found(text, noun)
        found[number] = by_number[number]
    return list(found.values())


def _not_found(text: str, noun: str) -> ClaraError:
    kind = TimerNotFoundError if noun == "timer" else AlarmNotFoundError
    return kind(
        f"there is no {noun} {text[:40]!r}",
        remedy=f"clara {noun} list shows the numbers",
    )
