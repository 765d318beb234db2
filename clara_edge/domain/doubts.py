"""Whether a spoken command sounds as if it was misheard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .intents import Intent, Source
from .slots import reworded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .intents import Interpretation


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WORD = re.compile(r"[^\W\d_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]+)*")
_CUES = _set(
    "remind reminder reminders reminding add put need needs needed have has must forget "
    "remember set make create new schedule note write task tasks item list todo want "
    "like got gotta should can could please let's lets also alert alarm notify tell "
    "start begin buy get i i'll i'd i've i'm we don't dont do jot pencil ping "
    "reminds send give mark plus"
)
"""One of these is said before what is to be done, unless that comes first."""
_AROUND = _CUES | _set(
    "a an the me my mine our your us you to that about for of on in at by with from and "
    "or but then so is are be it it's its this up down into onto under there as will would "
    "not no let try go going am don doesn't never be sure want wanna take hey hello okay "
    "ok clara oh uh um er hmm well just actually sorry wait mean rather maybe now thing "
    "things something called named titled saying says project shopping grocery to-do do "
    "lists projects another one more too as well out which who when what how if i need "
    "him her them kids everyone everybody all both keep track calendar event appointment "
    "think thanks thank would've really very quite super high low medium normal urgent "
    "urgently important importance priority asap top critical tagged tag label hashtag "
    "help necessary needed required have having save record log enter include throw "
    "stick pop drop got insert memo entry notification reminded reminding repeat "
    "repeating recurring every each everyday setup establish beforehand ahead "
    "miss can't won't way group team class over"
)
"""What is said around titles, dates and places."""
_TIMES = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:'?s)?|mon|tues?|wed|thurs?|fri|sat|sun"
    r"|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|to(?:day|night|morrow|morow)(?:'s)?|day|days|night|nights|morrow|week|weeks"
    r"|weekends?|weekdays?|months?|years?|hours?|minutes?|mins?|hrs?|seconds?|secs?"
    r"|mornings?|evenings?|afternoons?|noon|midday|midnight|lunch(?:time)?|dinner(?:time)?"
    r"|breakfast|bedtime|am|pm|a|m|p|o'?clock|half|quarters?|past|till?|until|before"
    r"|after|next|last|first|th|st|nd|rd|end|start|beginning|around|between|during|later"
    r"|soon|eod|[ecmp][sd]?t|gmt|utc|rest|daily|quarterly|weekly"
    r"|monthly|yearly|hourly|annually|other|twice|once|times?|due"
    r"|from|starting|ending|through|within|early|late|exactly|sharp|same|date|coming"
    r"|following|upcoming|again|couple|few|advance|prior|about|christmas|easter|eve"
    r"|thanksgiving|halloween|valentine'?s?|new|years?'?s?|(?:twenty|thirty|forty|fifty)?"
    r"(?:one|two|three|four|five|six|seven|eight|nine)|\w*teen|ten|eleven|twelve|twenty"
    r"|thirty|forty|fifty|sixty|hundred|\w*(?:second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth|tenth|eleventh|twelfth|teenth|\w+ieth)|oh|zero"
)
_REST_OF_WAKING = re.compile(
    r"\W*(?:\w[\w']*\W+){1,3}?(?=(?:remind me|add|put|don't let me forget|please)\b)",
    re.IGNORECASE,
)
"""Before a whole opening it is what the recogniser made of the wake phrase."""
_TWO_NUMBERS = re.compile(r"\b(?:to|for|on) \d+ at \d", re.IGNORECASE)
_NEVER_LAST = _set("a an the my your our of to and or but at with from its it's very")
_ARTICLES = _set("the a an my our some")
_NEW_THINGS = _set("task item todo reminder year years")
_NO_THING = _set("him her he she them they its his")
_QUOTES = '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}'


def misheard(reading: Interpretation) -> bool:
    """Tell whether a spoken command to add or move tasks holds what nobody would say.

    A recogniser that mishears writes other words, so that some of them belong to nothing
    ("Worry mind me to..."), or a title is no phrase ("Send the invoice at its"). Rules
    read closed forms, and are believed.
    """
    if reading.source is not Source.PARSER:
        return False
    if reading.intent is Intent.TASK_UPDATE:
        return _has_idle_number(reading)
    return reading.intent is Intent.TASK_CREATE and _adds_oddly(reading)


def _adds_oddly(reading: Interpretation) -> bool:
    commands = list(_all(reading))
    titles = [title for one in commands for title in _titles(one)]
    if any(map(_is_no_phrase, titles)):
        return True
    text = reworded(reading.text)
    words = _words(text)
    if any(one.intent is not Intent.TASK_CREATE for one in commands) or any(
        word not in words for title in titles for word in _words(title)
    ):
        return False  # other commands have other words; some titles are put together
    known = {word for one in commands for text in _slots(one) for word in _words(text)}
    said = _words(_without_waking(text))
    if any(_is_strange(word) for word in said if word not in known):
        return True
    return _has_idle_opening(words, titles)


def _has_idle_number(reading: Interpretation) -> bool:
    """Tell whether a task is moved to two numbers of which one can only be a time.

    "Move the dentist to 50 at 10" was to Friday.
    """
    moved = reading.new_when is not None and reading.duration is None
    return moved and _TWO_NUMBERS.search(reading.text) is not None


def _without_waking(text: str) -> str:
    rest = _REST_OF_WAKING.match(text)
    return text[rest.end() :] if rest else text


def _is_strange(word: str) -> bool:
    """Single letters are of times and of initials."""
    return len(word) > 1 and word not in _AROUND and not _TIMES.fullmatch(word)


def _has_idle_opening(words: list[str], titles: list[str]) -> bool:
    """Tell whether only words like "at" or "and" come before the first title."""
    first = _words(titles[0])[:1] if titles else []
    before = words[: words.index(first[0])] if first else []
    if set(before) <= _ARTICLES:
        return False
    if "new" in before and not _NEW_THINGS & set(before):
        return True
    return not any(word in _CUES or _TIMES.fullmatch(word) for word in before)


def _is_no_phrase(title: str) -> bool:
    words = _words(title)
    if not words:
        return False
    unpaired = sum(title.count(quote) for quote in _QUOTES) % 2 == 1
    unfinished = len(words) > 1 and words[-1] in _NEVER_LAST
    return unpaired or unfinished or set(words) <= _NO_THING


def _all(reading: Interpretation) -> Iterator[Interpretation]:
    yield reading
    for other in reading.also:
        yield from _all(other)


def _titles(reading: Interpretation) -> tuple[str, ...]:
    return reading.items or ((reading.title,) if reading.title else ())


def _slots(reading: Interpretation) -> Iterator[str]:
    yield from _titles(reading)
    yield from reading.tags
    if reading.duration is not None:
        yield reading.duration.text
    for text in (reading.title, reading.target, reading.project, reading.person):
        yield text or ""


def _words(text: str) -> list[str]:
    plain = text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return _WORD.findall(plain)
