"""When something is due, in the short forms of the filters or as people say it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from clara_edge.domain.errors import DueInvalidError

if TYPE_CHECKING:
    from datetime import date

    from clara_edge.domain.due import Due


def due_of(text: str, now: datetime) -> Due:
    """Read "fri 14:30", or a whole expression as "in two hours" or "tonight".

    Raises:
        DueInvalidError: it cannot be read, or may mean two moments.
    """
    from clara_edge.domain.day_words import parse_due

    try:
        return parse_due(text, now)
    except DueInvalidError:
        due = _said(text, now)
        if due is None:
            raise
        return due


def _said(text: str, now: datetime) -> Due | None:
    from clara_edge.cli.task.dates import absolute
    from clara_edge.domain.when import Grain, resolve

    when = resolve(text, now)
    too_coarse = {Grain.WEEK, Grain.WEEKEND, Grain.MONTH, Grain.QUARTER, Grain.YEAR}
    if when is None or when.at is None or when.recurrence or when.grain in too_coarse:
        return None
    due = _due(when.at, now)
    if when.ask is not None:
        either = [due, *(_due(other, now) for other in when.alternatives)]
        raise DueInvalidError(
            f"{text[:40]!r} may mean {' or '.join(absolute(d, now) for d in either)}",
            remedy="write the one that you mean",
        )
    return due


def _due(at: date, now: datetime) -> Due:
    from clara_edge.domain.day_words import zone_name
    from clara_edge.domain.due import Due

    if not isinstance(at, datetime):
        return Due(at)
    return Due(at.date(), at.time().replace(microsecond=0), zone_name(now))
