"""Other libraries that read dates, behind one form; each is optional."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time, timedelta
from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

from clara_edge.cli.bench.dates_score import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[str, datetime], Answer]


def readers() -> dict[str, Reader | None]:
    """Return a reader for each library, None where it is not installed."""
    makers: dict[str, Callable[[], Reader]] = {
        "dateparser": _dateparser,
        "recurrent": _recurrent,
        "parsedatetime": _parsedatetime,
        "recognizers-text-date-time": _recognizers,
    }
    found: dict[str, Reader | None] = {}
    for name, make in makers.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                label = f"{name} {metadata.version(name)}"
                found[label] = make()
        except ImportError:
            found[name] = None
    return found


def clara(text: str, now: datetime) -> Answer:
    """Read with Clara's own module, in a zone as she always does."""
    from clara_edge.domain.when import best

    when = best(text, now.astimezone() if now.tzinfo is None else now)
    if when is None:
        return Answer()
    return Answer(when.at, when.duration_s, when.recurrence, when.ask is not None)


def _dateparser() -> Reader:
    parser = import_module("dateparser")
    search = import_module("dateparser.search")

    def read(text: str, now: datetime) -> Answer:
        settings = {
            "RELATIVE_BASE": now.replace(tzinfo=None),
            "PREFER_DATES_FROM": "future",
        }
        found = parser.parse(text, languages=["en"], settings=settings)
        if found is None:
            hits = search.search_dates(text, languages=["en"], settings=settings)
            found = hits[0][1] if hits else None
        return Answer(found.replace(tzinfo=None) if found else None)

    return read


def _recurrent() -> Reader:
    library = import_module("recurrent")

    def read(text: str, now: datetime) -> Answer:
        event = library.RecurringEvent(now_date=now.replace(tzinfo=None))
        found = event.parse(text)
        if isinstance(found, datetime):
            return Answer(found)
        if not isinstance(found, str):
            return Answer()
        rule = found.split("RRULE:", 1)[-1]
        hour = event.byhour[0] if event.byhour else None
        minute = event.byminute[0] if event.byminute else 0
        at = (
            None
            if hour is None
            else datetime.combine(now, time(int(hour), int(minute)))
        )
        return Answer(at, rule=rule)

    return read


def _parsedatetime() -> Reader:
    library = import_module("parsedatetime")
    calendar = library.Calendar(version=library.VERSION_CONTEXT_STYLE)

    def read(text: str, now: datetime) -> Answer:
        base = now.replace(tzinfo=None)
        hits = calendar.nlp(text, sourceTime=base)
        if hits:
            return Answer(hits[0][0])
        found, context = calendar.parseDT(text, sourceTime=base)
        return Answer(found if context.accuracy else None)

    return read


def _recognizers() -> Reader:
    library = import_module("recognizers_date_time")

    def read(text: str, now: datetime) -> Answer:
        base = now.replace(tzinfo=None)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            hits = library.recognize_datetime(text, "en-us", reference=base)
        values = (hits[0].resolution or {}).get("values", []) if hits else []
        return _answer_of(values, base) if values else Answer()

    return read


def _answer_of(values: list[dict[str, Any]], now: datetime) -> Answer:
    """Return the first reading that is to come, or the last of those in the past."""
    kind = values[-1].get("type")
    if kind == "set":
        return Answer(timex=values[-1].get("timex"))
    if kind == "duration":
        return Answer(seconds=float(values[-1]["value"]))
    read = [
        moment
        for value in values
        if (moment := _moment(value.get("value") or value.get("start"), now))
    ]
    coming = [each for each in read if _as_datetime(each) >= now]
    chosen = coming[:1] or read[-1:]
    return Answer(chosen[0] if chosen else None)


def _moment(text: str | None, now: datetime) -> date | datetime | None:
    if text is None:
        return None
    try:
        if len(text) == len("12:00:00"):
            at = datetime.combine(now, time.fromisoformat(text))
            return at if at >= now else at + timedelta(1)
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.date() if len(text) == len("2026-12-01") else found


def _as_datetime(moment: date | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(23, 59))
