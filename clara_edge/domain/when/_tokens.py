"""Words, numbers and signs of a text, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

# ASCII digits only: other scripts' digits are words that nobody here says
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\S")
_MAX_DIGITS = 9
# as recognisers write it; a space in its place keeps all places
_HYPHENED = re.compile(r"\b(half|quarter)-(past|to|after|before)\b", re.IGNORECASE)
# "nine" is often heard as "night", which is no time in the morning
_NIGHT = re.compile(r"\bat night(?= in the (?:morning|evening))", re.IGNORECASE)
# "saturdee", "mundi": how "day" sounds where a recogniser knows no better
_DAY_AS_HEARD = re.compile(
    r"(mon|mun|tues|wednes|thurs|fri|satur|sun)(?:dee|di|dey|dai)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, a number, or one sign."""

    text: str
    start: int
    end: int
    glued: bool
    """Whether nothing separates it from the token before."""
    number: int | None = None
    capital: bool = False


def tokens(text: str) -> list[Token]:
    """Part a text; whatever it is, every character but space is in some token."""
    text = _NIGHT.sub("at nine ", _HYPHENED.sub(r"\1 \2", text))
    found: list[Token] = []
    at = 0
    for match in _TOKEN.finditer(text):
        raw = match[0]
        # a number of nine digits is no part of any date
        digits = raw[0] in "0123456789" and len(raw) <= _MAX_DIGITS
        found.append(
            Token(
                _known(raw.lower().replace("\u2019", "'")),
                match.start(),
                match.end(),
                bool(found) and match.start() == at,
                int(raw) if digits else None,
                raw[0].isupper(),
            )
        )
        at = match.end()
    return found


def _known(word: str) -> str:
    match = _DAY_AS_HEARD.fullmatch(word)
    return word if match is None else f"{match[1].replace('mun', 'mon')}day"
