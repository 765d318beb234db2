"""Corrections within a sentence: of "at five, no, six" only the six counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clara_edge.domain.when import find

from .item_words import DEEDS, word_set

if TYPE_CHECKING:
    from datetime import datetime

_ROUNDS = 4
_PAUSE = r"[\s,.;…-]+"
# These say by themselves that something is taken back …
_STRONG = (
    r"no wait|wait no|no sorry|sorry no|oh no|oh wait|no actually|actually no|no i mean|"
    r"no i meant|i mean|i meant|sorry i mean|sorry i meant|or rather|no make (?:it|that)|"
    r"no scratch that|scratch that|correction|(?:actually |wait )?make that|actually make it|"
    r"i mean to say|i meant to say"
)
# … these only between pauses, or between two things of one kind
_WEAK = r"no|sorry|i'm sorry|actually|rather|wait|oops|make it"
_MARKER = re.compile(
    rf"(?P<before>{_PAUSE})(?P<word>(?P<strong>{_STRONG.replace(' ', _PAUSE)})|{_WEAK})"
    rf"(?P<after>{_PAUSE})(?=\w|#)",
    re.IGNORECASE,
)
# "I mean it", "what I mean" and so on are no corrections
_NO_MARKER = re.compile(r"(?:it|well|business|no harm)\b", re.IGNORECASE)
# "no, I meant Thursday" corrects what was said before, which is the dialogue's business
_NOTHING_SAID = re.compile(
    r"(?:\W|\b(?:no|oh|sorry|wait|actually|well)\b)*", re.IGNORECASE
)
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty noon midnight"
)
_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays "
    "thursdays fridays saturdays sundays today tomorrow tonight"
)
_MONTHS = "january february march april may june july august september october november december"
_PARTS = "morning afternoon evening night"
_KIND_OF = {
    word: kind
    for kind, words in (
        ("number", _NUMBERS),
        ("day", _DAYS),
        ("month", _MONTHS),
        ("part", _PARTS),
    )
    for word in words.split()
}
_HALF = frozenset({"am", "pm", "a.m", "p.m", "a.m.", "p.m.", "o'clock"})
_SMALL = word_set(
    "at on to for by in the a an my our next this of from with until before after"
)
# a replaced name or thing does not reach over these
_BARRIERS = _SMALL | word_set(
    "and or me us add put remind reminder task list called that is it"
)
_TOKEN = re.compile(r"[#\w][\w:'\u2019.-]*[\w]|[#\w]")


def corrected(text: str, now: datetime) -> str:
    """Return a text in which what was taken back is replaced by what was meant."""
    for _ in range(_ROUNDS):
        again = _once(text, now)
        if again is None:
            break
        text = again
    return text


def _once(text: str, now: datetime) -> str | None:
    for match in _MARKER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _NOTHING_SAID.fullmatch(before) or _NO_MARKER.match(after):
            continue
        if re.search(r"\bwhat$", before, re.IGNORECASE):
            continue
        same_kind = _same_kind(before, after)
        if same_kind is not None:
            return same_kind
        pauses = "," in match["before"] and "," in match["after"]
        if match["strong"] or pauses:
            return _words(before, after, now)
    return None


def _same_kind(before: str, after: str) -> str | None:
    """Replace a number by a number and a day by a day, whatever stands between."""
    new = _TOKEN.findall(after)[:3]
    at = 0
    while at < len(new) and new[at].lower() in _SMALL:
        at += 1
    if at == len(new):
        return None
    kind = _kind(new[at])
    old = [m for m in _TOKEN.finditer(before) if kind and _kind(m[0]) == kind]
    if kind is None or not old or len(before.split()) - _index(before, old[-1]) > 6:
        return None
    first = last = old[-1]
    for match in reversed(old[:-1]):
        if before[match.end() : first.start()].strip():
            break
        first = match
    repair, rest = _run(after, kind)
    tail = before[last.end() :]
    if kind == "number" and re.search(
        r"\b(?:[ap]\.?m|o'clock)\b", repair, re.IGNORECASE
    ):
        tail = re.sub(r"^\s*(?:[ap]\.?m\b\.?|o'clock)", "", tail, flags=re.IGNORECASE)
    unit = re.match(r"\s*([a-z]+)", tail, re.IGNORECASE)
    if unit and rest.lower().split()[:1] == [unit[1].lower()]:
        tail = tail[unit.end() :]  # "ten minutes, no, fifteen minutes"
    kept = before[: first.start()]
    if at:  # the repair has its own preposition: "at five, no, at six"
        kept = re.sub(
            r"(?:\b(?:at|on|to|for|by|in|the|next|this)\s+)+$",
            "",
            kept,
            flags=re.IGNORECASE,
        )
    return _joined(f"{kept}{repair}{tail} {rest}")


def _index(before: str, match: re.Match[str]) -> int:
    return len(before[: match.start()].split())


def _run(after: str, kind: str) -> tuple[str, str]:
    """Split what follows into the tokens of the kind, and the rest."""
    end = 0
    seen = False
    for match in _TOKEN.finditer(after):
        word = match[0].lower()
        fits = _kind(word) == kind or (kind == "number" and word in _HALF)
        if seen and (not fits or after[end : match.start()].strip()):
            break
        if not fits and word not in _SMALL:
            break
        seen = seen or fits
        end = match.end()
    return after[:end], after[end:]


def _kind(word: str) -> str | None:
    word = word.lower()
    if word[0].isdigit():
        return "number"
    return _KIND_OF.get(word)


def _words(before: str, after: str, now: datetime) -> str:
    """Replace the last words by those that follow, up to a date or a new phrase."""
    dates = find(after, now)
    limit = min((f.start for f in dates if f.start), default=len(after))
    repair = re.split(
        r"\s(?=(?:to|at|on|for|by|in|with|tagged)\b)|[,;]", after[:limit]
    )[0]
    rest = after[len(repair) :]
    new = [token.lower() for token in _TOKEN.findall(repair)]
    old = list(_TOKEN.finditer(before))
    start = _from(old, new)
    return _joined(f"{before[:start]}{repair} {rest}")


def _joined(text: str) -> str:
    return re.sub(r"\s+(?=[,.;])", "", " ".join(text.split()))


def _from(old: list[re.Match[str]], new: list[str]) -> int:
    """Return where the words begin that are replaced."""
    said = [match[0].lower() for match in old]
    near = range(len(said) - 1, max(-1, len(said) - 9), -1)
    for index in near:
        if new and said[index] == new[0]:
            return old[index].start()
    if new and new[0] in DEEDS:
        for index in near:
            if said[index] in DEEDS:
                return old[index].start()
    first = len(old) - 1
    while (
        len(old) - first < len(new)
        and first > 0
        and said[first - 1] not in _BARRIERS
        and said[first - 1] not in DEEDS
    ):
        first -= 1
    return old[max(first, 0)].start() if old else 0
