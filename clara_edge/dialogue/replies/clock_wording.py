"""What Clara says about the time and the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.calendar_names import DAYS, MONTHS
from clara_edge.domain.reply import Reply

from .moments import nth
from .names import proper

if TYPE_CHECKING:
    from datetime import date, datetime

    from .speaker import Speaker


def time_now(speaker: Speaker) -> Reply:
    """Tell the time."""
    said, shown = speaker.time(speaker.now), speaker.time_shown(speaker.now)
    form = speaker.pick(("It's {}.",), ("{}.",), ("The time is {}.",))
    return Reply(
        _sentence(form.format(said)), f"{shown}, {speaker.day_shown(speaker.now)}"
    )


def time_in(place: str, there: datetime, speaker: Speaker) -> Reply:
    """Tell the time somewhere else, and the day where it is another one."""
    days = (there.date() - speaker.now.date()).days
    day = {-1: " yesterday", 1: " tomorrow"}.get(days, "")
    place = proper(place)
    name = speaker.title(place)
    clock, shown = speaker.time(there.time()), speaker.time_shown(there.time())
    form = speaker.pick(
        ("It's {clock}{day} in {place}.", "In {place} it's {clock}{day}."),
        ("{clock}{day}.",),
        ("The time in {place} is {clock}{day}.",),
    )
    spoken = _sentence(form.format(clock=clock, day=day, place=name))
    return Reply(spoken, f"{place}: {shown}, {speaker.day_shown(there)}")


def several_zones(place: str, speaker: Speaker) -> Reply:
    """Say that a country has no one time."""
    place = proper(place)
    form = "{} has several time zones. Which city do you mean?"
    return Reply(
        form.format(speaker.title(place)), form.format(place), expects_answer=True
    )


def unknown_place(place: str, speaker: Speaker) -> Reply:
    """Say that a place is not known."""
    place = proper(place)
    form = "I don't know the time zone of {}. Try a large city near it."
    return Reply(form.format(speaker.title(place)), form.format(place))


def unknown_day() -> Reply:
    """Say that words for a day mean nothing to Clara."""
    text = "I don't know when that is."
    return Reply(text, text)


def today(speaker: Speaker) -> Reply:
    """Tell the date of today."""
    return _named("today", speaker.now.date(), speaker)


def date_of(text: str, day: date, speaker: Speaker) -> Reply:
    """Tell weekday and date of a day that somebody asked about."""
    text = proper(text)
    distance = (day - speaker.now.date()).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(distance)
    return _named(near or text, day, speaker)


def days_until(text: str, day: date, speaker: Speaker) -> Reply:
    """Tell how far away a day is."""
    distance = (day - speaker.now.date()).days
    if distance in {0, 1}:
        said = f"That's {('today', 'tomorrow')[distance]}."
    elif distance < 0:
        said = f"That was {speaker.counted(-distance, 'day')} ago."
    else:
        text, count = proper(text), speaker.counted(distance, "day")
        forms = (
            f"{count}.",
            f"{count} to go.",
            f"It's {count} until {speaker.title(text)}.",
        )
        said = speaker.pick(
            forms, (f"{count}.",), (f"{count} until {speaker.title(text)}.",)
        )
    return Reply(said, f"{said.removesuffix('.')} ({speaker.day_shown(day)})")


def week(speaker: Speaker) -> Reply:
    """Tell the number of the week."""
    number = speaker.now.isocalendar().week
    said = speaker.pick(
        ("It's week {}.", "We're in week {}."), ("Week {}.",), ("This is week {}.",)
    ).format(number)
    return Reply(said, said)


def month(speaker: Speaker) -> Reply:
    """Tell the month."""
    said = f"It's {MONTHS[speaker.now.month - 1]}."
    return Reply(said, said)


def year(speaker: Speaker) -> Reply:
    """Tell the year."""
    said = f"It's {speaker.now.year}."
    return Reply(said, said)


def _named(name: str, day: date, speaker: Speaker) -> Reply:
    full = f"{DAYS[day.weekday()]}, {MONTHS[day.month - 1]} {nth(day.day)}"
    if day.year != speaker.now.year:
        full += f", {day.year}"
    was = "was" if day < speaker.now.date() else "is"
    label = speaker.title(name)
    form = speaker.pick(
        (f"{label} {was} {full}.", f"That's {full}."),
        (f"{full}.",),
        (f"{label} {was} {full}.",),
    )
    if was == "was":
        form = form.replace("That's", "That was")
    shown = speaker.day_shown(day)
    return Reply(form, f"{label}: {shown}" if shown != label else shown)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
