"""Words that point at tasks instead of naming them: "it", "the second one", "all of them"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ._words import NUMBERS, ORDINALS, SYMBOLS, folded

_WORD = re.compile(rf"#|[{SYMBOLS}]|[^\W_]+(?:'[^\W_]+)*")
_LONGEST_CHARS = 500
# "the one I just added"
_CLAUSE = re.compile(
    r"\b(?:that |which )?(?:i|you|we)(?:'ve|'d)? (?:have |had )?(?:just |last |recently )*"
    r"(?:added|created|made|put in|put|set|mentioned|said|changed|moved)"
    r"(?: (?:just )?now| last| earlier| today)?$"
)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SINGULAR = _set("it that this one thing its that's")
_PLURAL = _set("them those these they ones things 'em em")
_NOUNS = _set("task reminder item entry todo")
_NOUNS_PLURAL = _set("tasks reminders items entries todos")
_EVERY = _set("all every everything each any whole entire everyone")
_NEWEST = _set("newest latest new recent")
_NEXT = _set("next earliest soonest upcoming")
_LAST = _set("last final bottom latter")
_FIRST = _set("first former top")
_OVERDUE = _set("overdue late")
_REST = _set("rest others remaining")
_OTHER = _set("other another")
_NUMBER = _set("number no nr option task item reminder #")
_FILLERS = _set(
    "the a an my our your of to on in at for about with from please just i you we me is was"
    " are were called named and list do no it's yes actually also too mean meant think not"
    " most"
)


class Place(StrEnum):
    """Places in a list that are no numbers."""

    MIDDLE = "middle"
    NEWEST = "newest"
    """The one that was just added or changed."""
    NEXT = "next"
    """The one that is due first."""
    OTHER = "other"


@dataclass(slots=True)
class Pointing:
    """What words say besides those of a title."""

    words: tuple[str, ...] = ()
    """What is left to be looked for in titles."""
    pronoun: bool = False
    """ "it", "that", "them": tasks that were just spoken of."""
    several: bool = False
    """More than one task is meant: "them", "tasks", "ones"."""
    every: bool = False
    """ "all", "everything": whatever fits."""
    both: bool = False
    rest: bool = False
    """ "the others", "the rest"."""
    places: tuple[int, ...] = ()
    """Places in the list, from 1; negative from its end."""
    place: Place | None = None
    count: int | None = None
    number: int | None = None
    """ "number three": a place in the list, or the number of a task."""
    overdue: bool = False

    @property
    def selects(self) -> bool:
        """Whether it picks from a list or from what was just spoken of."""
        return bool(
            self.pronoun
            or self.rest
            or self.both
            or self.places
            or self.place
            or self.number is not None
        )


def pointing(text: str | None, *slots: str | None) -> Pointing:
    """Read the words that name a task, and the slots that only point (ordinal, amount)."""
    found = Pointing()
    left = _note(text or "", found)
    if left and found.count is not None and not _counts(text or "", found):
        left.append(str(found.count))
        found.count = None
    for slot in slots:
        _note(slot or "", found)
    found.words = tuple(left)
    if left and found.several and not found.pronoun and not _ends_in_plural(text or ""):
        found.several = found.both or found.rest
    if found.count is not None and found.places:
        found.places = _stretch(found.places[0], found.count)
        found.count = None
    found.several = found.several or len(found.places) > 1 or (found.count or 0) > 1
    return found


def _counts(text: str, found: Pointing) -> bool:
    """Tell whether a number counts tasks ("two of the milk ones") or is of a title."""
    return found.pronoun or _ends_in_plural(text)


def _ends_in_plural(text: str) -> bool:
    """Tell whether a phrase is about tasks ("dentist tasks", not "tasks list plan")."""
    words = _WORD.findall(folded(text[-_LONGEST_CHARS:]))
    return bool(words) and words[-1] in _NOUNS_PLURAL


def _note(text: str, found: Pointing) -> list[str]:
    """Note what a text points at; return its other words."""
    plain = folded(text[:_LONGEST_CHARS]).strip(" .,!?")
    without = _CLAUSE.sub("", plain).strip()
    if without != plain:
        found.place = Place.NEWEST
    words = _WORD.findall(without)
    left = []
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        if not _takes(word, before, after, found):
            left.append(word)
    return left


def _takes(word: str, before: str, after: str, found: Pointing) -> bool:
    """Note one word; False when it does not point."""
    return (
        _takes_place(word, before, after, found)
        or _takes_number(word, before, after, found)
        or _takes_kind(word, found)
    )


def _takes_place(word: str, before: str, after: str, found: Pointing) -> bool:
    if word in _LAST:
        found.places = (*found.places, -1)
    elif word in {"second", "2nd"} and after in _LAST:
        found.places = (*found.places, -1)  # counted down by "last", which comes next
    elif (place := _place(word)) is not None:
        last = after == "to" or before in _LAST
        found.places = (*found.places, -place if last else place)
    elif word in _NEWEST:
        found.place = Place.NEWEST
    elif word in _NEXT:
        found.place = Place.NEXT
    elif word == "middle":
        found.place = Place.MIDDLE
    elif word in _OTHER:
        found.place = Place.OTHER
    else:
        return False
    _merge_last(word, before, found)
    return True


def _merge_last(word: str, before: str, found: Pointing) -> None:
    """Make one place of "second last" and "second to last"."""
    if word in _LAST and len(found.places) > 1 and (before in {"to", "second", "2nd"}):
        found.places = (*found.places[:-2], -2)


def _takes_number(word: str, before: str, after: str, found: Pointing) -> bool:
    value = int(word) if word.isdecimal() and len(word) < 7 else NUMBERS.get(word)
    if before in _NUMBER and value is not None:
        found.number = value
    elif word in _NUMBER and (after.isdecimal() or after in NUMBERS):
        pass
    elif word == "couple":
        found.count = 2
    elif (value is not None and word != "one" and (after != "" or before != "")) or (
        value is not None and word != "one"
    ):
        found.count = value
    else:
        return False
    return True


def _takes_kind(word: str, found: Pointing) -> bool:
    if word in _SINGULAR:
        found.pronoun = True
    elif word in _PLURAL:
        found.pronoun = found.several = True
    elif word in _NOUNS_PLURAL:
        found.several = True
    elif word in _EVERY:
        found.every = True
    elif word in _REST:
        found.rest = found.several = True
    elif word == "both":
        found.both = found.several = True
    elif word in _OVERDUE:
        found.overdue = True
    else:
        return word in _NOUNS or word in _FILLERS
    return True


def _place(word: str) -> int | None:
    if word in _FIRST:
        return 1
    if word in ORDINALS:
        return ORDINALS[word]
    digits = word[:-2]
    if word[-2:] in {"st", "nd", "rd", "th"} and digits.isdecimal() and len(digits) < 4:
        return int(digits)
    return None


def _stretch(start: int, count: int) -> tuple[int, ...]:
    """Return the places of "the first two" or "the last three"."""
    count = max(1, min(count, 100))
    if start < 0:
        return tuple(range(-count, 0))
    return tuple(range(start, start + count))
