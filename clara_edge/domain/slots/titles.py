"""What is to be done, without the words around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clara_edge.domain.when import When, find

from .spotted import EDGES, Spotted, phrase

if TYPE_CHECKING:
    from datetime import datetime

_LEAD = phrase(
    r"^(?:(?:please|to|about|that|of|saying|called|named|titled|for me to|and|also|"
    r"(?:(?:that )?(?:i|we) (?:need|have|want|ought|got|'ve got) to)|"
    r"(?:an? |the |my |another )?(?:new )?(?:task|reminder|to-?do|"
    r"item|note)(?: (?:to|for|about|called|named|that says|saying))"
    r"|(?:an? )(?:new )?(?:task|reminder|to-?do)) )+"
)
_TRAIL = phrase(
    r"(?:^| )(?:please|thanks|thank you|as well|and|or|but|then|clara|jarvis)$"
)
_DANGLING = phrase(
    r" (?:by|at|on|for|every|until|before|after|to|in|from|due|starting|sometime|some time)$"
)
_CLEAR = re.compile(
    r"\b(?:to ?day|to ?morrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|every|each|"
    r"daily|weekly|monthly|yearly|at|in|by|before|until|next|noon|midnight|weekend|"
    r"this (?:morning|afternoon|evening|week|month)|end of)\b|\d",
    re.IGNORECASE,
)
# words of a date that have no capital letter, unless they belong to a name
_SMALL = re.compile(
    r"\b(?:The|Day|After|Before|Night|Last|Next|This|Of|In|At|Every|First|Tomorrow|Today|"
    r"Tonight|Morning|Evening|Year|Years|Month|Week|Weeks|Days|Hours|Minutes|Later)\b"
)
_WORKS = re.compile(
    r"\b(?:read|watch|see|rewatch|reread|stream|listen to|play|hear|rent|download)$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"^\s*['\u2019]s\b")
_DEED_FOLLOWS = re.compile(r"\s*,?\s*(?:to\s+)?[a-z]+\s+\w", re.IGNORECASE)


def clean_title(words: str) -> str:
    """Return a title without politeness, "to", and punctuation at its ends."""
    title = " ".join(words.split()).strip(EDGES)
    while True:
        shorter = _TRAIL.sub("", _LEAD.sub("", title)).strip(EDGES)
        if shorter == title:
            return title
        title = shorter


def without_dangling(title: str) -> str:
    """Return a title from whose end a date was cut, without the preposition left."""
    return _DANGLING.sub("", title).strip(EDGES)


def holds_name(before: str, words: str) -> bool:
    """Tell whether words that look like a date are the name of a book, film or song."""
    small = before[:1].islower() or " " in before.strip()
    capitals = len(_SMALL.findall(words))
    if small and capitals >= 2 and not words[:1].islower():
        return True
    return bool(_WORKS.search(before.strip())) and words[:1].isupper() and capitals > 0


def is_name(words: str) -> bool:
    """Tell whether words that look like a date have the capitals of a title."""
    return words[:1].isupper() and len(_SMALL.findall(words)) >= 2


def trailing_date(title: str, now: datetime) -> Spotted[When] | None:
    """Return the date at the end of a title, where it is plausible that it is one.

    "Pay May's rent", "the Sunday roast" and "read The Day After Tomorrow" have none.
    """
    found = find(title, now)
    if not found:
        return None
    last = found[-1]
    words = title[last.start : last.end]
    before, behind = title[: last.start], title[last.end :]
    if last.when.at is None and not last.when.recurrence:
        return None
    if behind.strip(EDGES) or not before.strip(EDGES) or _POSSESSIVE.match(behind):
        return None
    if not _CLEAR.search(words) or holds_name(before, words):
        return None
    return Spotted(last.when, last.start, last.end)
