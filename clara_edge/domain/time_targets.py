"""Which timer or alarm was meant: by name, length, time, order, number, or because it fits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from clara_edge.domain.timekeeping import Alarm, Timer, left, next_ring
from clara_edge.domain.when import When, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.intents import Interpretation

Thing = TypeVar("Thing", Timer, Alarm)

# fmt: off
_NOISE = frozenset({
    "the", "my", "our", "a", "an", "this", "that", "these", "those", "one", "ones",
    "timer", "timers", "alarm", "alarms", "clock", "clocks", "countdown", "please",
    "named", "called", "for", "of", "on", "from", "at", "to", "in", "and", "other", "it",
    "them", "i", "set", "uh", "um", "just", "current", "only",
})
# fmt: on
_ALL = frozenset(("all", "every", "both", "everything", "each", "any"))
_PLACES = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3,
    "4th": 3, "fifth": 4, "5th": 4, "sixth": 5, "seventh": 6, "eighth": 7, "ninth": 8,
    "tenth": 9,
}  # fmt: skip
_LAST = frozenset(("last", "latest", "newest", "recent"))
_NEXT = frozenset(("next", "soonest", "shortest", "earliest", "upcoming"))
_LONGEST = frozenset(("longest",))
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
# "pasta" and "pastor" have 73, "tea" and "key" 33
_ALIKE = 72
_SHORT = 3


@dataclass(frozen=True, slots=True)
class Fitting(Generic[Thing]):
    """What to act on, or among what the person has to choose; never both."""

    found: tuple[Thing, ...] = ()
    options: tuple[Thing, ...] = ()
    named: bool = True
    """Something told which; without it, whatever there is was looked at."""


def which_timers(
    reading: Interpretation, timers: Sequence[Timer], now: datetime
) -> Fitting[Timer]:
    """Return the timers that a command means; they are in order of their end.

    Args:
        reading: the command; its duration counts only where it does not change anything.
        timers: those that could be meant.
        now: the time.
    """
    words = _words(reading.target, reading.title)
    named = list(timers)
    told = False
    length = _length(reading.target, now) or _length(reading.title, now)
    if length is None and reading.duration is not None and not reading.variant:
        length = timedelta(seconds=reading.duration.seconds)
    if length is not None:
        named, told = _lasting(named, length, now), True
    elif plain := [word for word in words if not _points(word)]:
        named, told = _by_name(plain, named), True
    elif called := _called_in(reading.text, named):
        named, told = called, True
    return _narrowed(reading, words, named, told=told)


def which_alarms(
    reading: Interpretation, alarms: Sequence[Alarm], now: datetime
) -> Fitting[Alarm]:
    """Return the alarms that a command means; they are in order of their next ring."""
    named, told = list(alarms), False
    words = _words(reading.target, reading.title)
    when = reading.when or _moment(reading.target, now)
    if when is not None and (when.at is not None or when.recurrence is not None):
        named, told = at_time(when, named, now), True
    elif plain := [word for word in words if not _points(word)]:
        named, told = _by_name(plain, named), True
    elif called := _called_in(reading.text, named):
        named, told = called, True
    return _narrowed(reading, words, named, told=told)


def choose_timers(
    answer: str, timers: Sequence[Timer], now: datetime
) -> tuple[Timer, ...]:
    """Return what the answer to "which one?" names; nothing if it names none of them."""
    length = _length(answer, now)
    if length is not None:
        return tuple(_lasting(timers, length, now))
    return _chosen(answer, timers)


def choose_alarms(
    answer: str, alarms: Sequence[Alarm], now: datetime
) -> tuple[Alarm, ...]:
    """Return what the answer to "which one?" names; nothing if it names none of them."""
    when = _moment(answer, now)
    if when is not None and (found := at_time(when, alarms, now)):
        return tuple(found)
    return _chosen(answer, alarms)


def at_time(when: When, alarms: Sequence[Alarm], now: datetime) -> list[Alarm]:
    """Return the alarms that ring at a time, on a day, or both."""
    moments = [moment for moment in (when.at, *when.alternatives) if moment is not None]
    found = []
    for alarm in alarms:
        for moment in moments:
            if isinstance(moment, datetime):
                fits = alarm.time.replace(second=0) == moment.time().replace(second=0)
                day = moment.date()
            else:
                fits, day = True, moment
            if fits and (
                when.recurrence is not None
                or isinstance(moment, datetime)
                or rings_on(alarm, day, now)
            ):
                found.append(alarm)
                break
    return _on_named_day(when, found, now)


def rings_on(alarm: Alarm, day: date, now: datetime) -> bool:
    """Whether it still rings on a day."""
    morning = datetime.combine(day, time(0), now.tzinfo).astimezone(UTC)
    before = max(morning - timedelta(seconds=1), now.astimezone(UTC))
    ring = next_ring(alarm, before.astimezone(now.tzinfo))
    return ring is not None and ring.date() == day


def bare_name(said: str | None, noun: str) -> str | None:
    """Return what a new one is called: "my pasta timer" is "pasta"; None: nothing left."""
    if said is None:
        return None
    words = said.split()
    while words and words[0].casefold() in {
        "the",
        "my",
        "a",
        "an",
        "another",
        "called",
    }:
        words.pop(0)
    while words and words[-1].casefold().rstrip("s") == noun:
        words.pop()
    return " ".join(words) or None


def names_day(text: str, now: datetime) -> bool:
    """Whether words tell the day as well as the time: "tomorrow at 8", not "at 8"."""
    early = resolve(text, now.replace(hour=0, minute=1, second=0, microsecond=0))
    late = resolve(text, now.replace(hour=23, minute=58, second=0, microsecond=0))
    if early is None or late is None or early.at is None or late.at is None:
        return False
    return _day(early.at) == _day(late.at)


def _chosen(answer: str, things: Sequence[Thing]) -> tuple[Thing, ...]:
    if {*_raw(answer)} & _ALL:
        return tuple(things)
    words = _words(answer)
    placed = _placed(words, list(things))
    if placed is not None:
        return placed
    plain = [word for word in words if not _points(word)]
    return tuple(_by_name(plain, list(things))) if plain else ()


def _narrowed(
    reading: Interpretation, words: Sequence[str], named: list[Thing], *, told: bool
) -> Fitting[Thing]:
    """Take all, so many, or the one at a place of those that the name leaves."""
    pointing = [*words, *_words(reading.ordinal)]
    amount: list[str] = _raw(reading.amount)
    if {*amount, *_raw(reading.target)} & _ALL:
        return Fitting(tuple(named))
    placed = _placed(pointing, named)
    if placed is not None:
        return Fitting(placed)
    count = next((_number(word) for word in amount if _number(word)), None)
    if count is not None and count == len(named):
        return Fitting(tuple(named))
    if len(named) == 1:
        return Fitting(tuple(named), named=told)
    return Fitting(options=tuple(named), named=told)


def _placed(words: Sequence[str], things: list[Thing]) -> tuple[Thing, ...] | None:
    """Return what ordinals point at; () points past the end, None: there is none."""
    by_age = sorted(things, key=lambda thing: (thing.created_at, thing.number))
    for word in words:
        if word in _LAST:
            return tuple(by_age[-1:])
        if word in _NEXT:
            return tuple(things[:1])
        if word in _LONGEST:
            return tuple(things[-1:])
        if word in _PLACES:
            place = _PLACES[word]
            return tuple(things[place : place + 1])
    return None


def _points(word: str) -> bool:
    return word in _PLACES or word in _LAST | _NEXT | _LONGEST | _ALL


def _by_name(words: Sequence[str], things: list[Thing]) -> list[Thing]:
    scored = [(_likeness(words, thing.name), thing) for thing in things]
    best = max((score for score, _ in scored), default=0)
    return [thing for score, thing in scored if score == best] if best else []


def _called_in(text: str, things: list[Thing]) -> list[Thing]:
    """Return those whose whole name was said, where the parser took no words for one."""
    said = f" {' '.join(_raw(text))} "
    return [
        thing
        for thing in things
        if thing.name and f" {' '.join(_raw(thing.name))} " in said
    ]


def _likeness(words: Sequence[str], name: str | None) -> int:
    own = _words(name)
    if not own:
        return 0
    if list(words) == own:
        return 4
    if set(words) <= set(own) or set(own) <= set(words):
        return 3
    if set(words) & set(own):
        return 2
    if min(len(" ".join(words)), len(" ".join(own))) <= _SHORT:
        return 0
    # 3 MB, which only names that are not quite right need
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415

    return 1 if ratio(" ".join(words), " ".join(own)) >= _ALIKE else 0


def _lasting(timers: Sequence[Timer], length: timedelta, now: datetime) -> list[Timer]:
    """Return timers set for so long; else those of which so much is left."""
    found = [timer for timer in timers if timer.duration == length]
    about = timedelta(seconds=30)
    return found or [t for t in timers if abs(left(t, now) - length) < about]


def _on_named_day(when: When, alarms: list[Alarm], now: datetime) -> list[Alarm]:
    """Of alarms at the same time of day, prefer those on the day that was named."""
    if len(alarms) < 2 or when.at is None or not names_day(when.text, now):
        return alarms
    day = _day(when.at)
    return [alarm for alarm in alarms if rings_on(alarm, day, now)] or alarms


def _length(text: str | None, now: datetime) -> timedelta | None:
    """Return the length that a thing is called by: "the ten minute one"."""
    when = resolve(_bare(text), now) if text else None
    if when is None or when.duration_s is None or when.at is not None:
        return None
    return timedelta(seconds=when.duration_s)


def _moment(text: str | None, now: datetime) -> When | None:
    when = resolve(_bare(text), now) if text else None
    return when if when is not None and when.at is not None else None


def _bare(text: str) -> str:
    words = text.split()
    drop = {"the", "my", "timer", "alarm", "one", "for", "timers", "alarms"}
    while words and words[0].casefold() in drop:
        words.pop(0)
    while words and words[-1].casefold().strip(".,!?") in drop:
        words.pop()
    return " ".join(words)


def _words(*texts: str | None) -> list[str]:
    found: list[str] = []
    for text in texts:
        for word in _raw(text):
            stem = word.removesuffix("'s")
            if stem and stem not in _NOISE:
                found.append(stem)
    return found


def _raw(text: str | None) -> list[str]:
    folded = unicodedata.normalize("NFC", text or "").casefold().replace("\u2019", "'")
    return re.findall(r"[\w']+", folded)


def _number(word: str) -> int | None:
    if word in _NUMBERS:
        return _NUMBERS[word]
    return int(word) if word.isascii() and word.isdigit() and len(word) < 4 else None


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
