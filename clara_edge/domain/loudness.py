"""What "louder", "half" or "seven" makes of the present loudness."""

from __future__ import annotations

import re
from functools import cache

STEP = 0.15
"""What "louder" adds: plain to hear, and seven of them are the whole range."""
SMALL_STEP = 0.05
_QUIET_BUT_HEARD = 0.1

_NAMED = {
    1.0: ("max", "maximum", "full", "loudest", "highest", "all the way up"),
    0.8: ("high", "loud"),
    0.5: ("half", "halfway", "medium", "middle", "normal", "on"),
    0.25: ("low", "quiet", "soft", "quarter"),
    _QUIET_BUT_HEARD: ("min", "minimum", "lowest", "quietest"),
    0.0: ("off", "zero", "mute", "muted", "silent", "silence", "nothing", "none"),
}
_LOUDER = re.compile(
    r"\b(up|louder|higher|increase|raise|boost|more|too quiet|too low|too soft|not loud)\b"
)
_QUIETER = re.compile(
    r"\b(down|quieter|quietly|softer|softly|lower|decrease|reduce|less|too loud|too high)\b"
)
_A_BIT = re.compile(r"\b(bit|little|slightly|touch|tad)\b")
_MUCH = re.compile(r"\b(much|lot|way)\b")
_TO_THE_END = re.compile(r"\b(all the way|max|maximum|minimum|full)\b")
_BY = re.compile(r"\bby\b")
_TO = re.compile(r"\b(?:to|at)\b(?P<rest>.*)")
_PERCENT = re.compile(r"%|\bper ?cent\b")
_DIGITS = re.compile(r"[0-9]{1,6}")


def loudness(level: str, said: str, present: float) -> float | None:
    """Return the loudness, 0 to 1, that somebody wants; None if the words name none.

    Args:
        level: the words for it: "up", "thirty percent", "half", "7" (of ten).
        said: the whole utterance, for "a bit" and "by twenty".
        present: the loudness now.
    """
    words, whole = _plain(level), _plain(said)
    number = _number(words)
    direction = _direction(words)
    if number is None and direction and (match := _TO.search(whole)):
        number = _number(match["rest"])
    if number is None and direction and _BY.search(whole):
        number = _number(whole)
    if number is not None and not direction:
        return _share(number, words if _PERCENT.search(words) else whole)
    if direction:
        return _moved(present, direction, number, whole)
    tokens = set(words.split())
    for value, names in _NAMED.items():
        if tokens.intersection(names) or words in names:
            return max(value, present) if "on" in tokens else value
    return None


def _direction(words: str) -> int:
    """Return 1 for louder, -1 for quieter, 0 for neither."""
    # "too loud" first: it asks for less although it says "loud"
    if _QUIETER.search(words):
        return -1
    return 1 if _LOUDER.search(words) else 0


def _moved(present: float, direction: int, number: float | None, whole: str) -> float:
    if _TO_THE_END.search(whole):
        return 1.0 if direction > 0 else _QUIET_BUT_HEARD
    if number is not None and not _BY.search(whole):
        return _share(number, whole)
    if number is not None:
        step = _share(number, whole)
    elif _A_BIT.search(whole):
        step = SMALL_STEP
    else:
        step = 2 * STEP if _MUCH.search(whole) else STEP
    moved = round(min(1.0, max(0.0, present + direction * step)), 2)
    # "quieter" is no "off": Clara would no longer be heard to answer
    return moved if direction > 0 else max(moved, min(present, SMALL_STEP))


def _share(number: float, words: str) -> float:
    """Read up to ten as of ten, more, or with the word, as percent."""
    is_percent = number > 10 or _PERCENT.search(words) is not None
    return min(1.0, number / (100 if is_percent else 10))


def _number(words: str) -> float | None:
    if match := _DIGITS.search(words):
        return float(match[0])
    numbers = _numbers()
    longest_first = "|".join(sorted(numbers, key=len, reverse=True))
    match = re.search(rf"\b({longest_first})\b", words.replace("fourty", "forty"))
    return None if match is None else float(numbers[match[0]])


@cache
def _numbers() -> dict[str, int]:
    # 60 languages are loaded with it, which takes 3 MB
    from num2words import num2words  # noqa: PLC0415

    numbers = {num2words(n).replace("-", " "): n for n in range(101)}
    return numbers | {"a hundred": 100}


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w%']", " ", text.lower()).split())
