"""Speech without what only fills pauses."""

from __future__ import annotations

import re

# "er" and "like" are words too: they count as noise only between pauses, or at the start
_FILLER = re.compile(
    r"(?<![\w'\u2019-])(?:u+m+|u+h+m*|h+m+|erm+|mhm|e+r+(?=\s*,)|you know(?=\s*,)|like(?=\s*,))"
    r"(?![\w'\u2019-])[\s,.…]*",
    re.IGNORECASE,
)
_PLEASE_WITHIN = re.compile(
    r"(?<=\bto) please(?= \w)|(?<=\band) please(?= \w)", re.IGNORECASE
)
# said twice while looking for the next word; "had had" and "that that" are grammar
_STUTTER = re.compile(
    r"\b(?P<word>to|the|a|an|my|me|i|on|at|in|for|and|of|with|remind|add|set|call|it's"
    r")(?:[\s,.…-]+(?P=word))+\b",
    re.IGNORECASE,
)
# "at like seven-ish" is said of an hour that need not be exact
_ABOUT = re.compile(
    r"\b(?P<at>at|around|about|by|in) (?:like|around|about|roughly|maybe)(?= )",
    re.IGNORECASE,
)
_ISH = re.compile(
    r"\b(?P<hour>\d[\d:]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirty|fifteen|noon|[ap]m)[ -]?ish\b",
    re.IGNORECASE,
)
# as people type
_SHORT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?<![\w'#-])(?:{short})(?![\w'-])", re.IGNORECASE), word)
    for short, word in (
        (
            "tmrw|tmr|tmw|tomoz|2moro|2morrow|2mrw|tomorow|tommorow|tommorrow",
            "tomorrow",
        ),
        ("2nite|2night|tonite", "tonight"),
        ("2day", "today"),
        ("pls|plz", "please"),
        ("b4", "before"),
        (r"(?:by |at )eod", "by end of day"),
        ("(?:rmd|rmnd|remnd) me", "remind me"),
        (r"(?<=remind me )2(?= [a-z])", "to"),
    )
)
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"


def fluent(text: str) -> str:
    """Return a text without hesitations and stutters, with single blanks."""
    words = " ".join(text.replace(_APOSTROPHE, "'").split())
    words = _FILLER.sub("", words)
    words = _STUTTER.sub(lambda match: match["word"], words)
    for pattern, word in _SHORT:
        words = pattern.sub(word, words)
    words = _ISH.sub(lambda match: match["hour"], words)
    words = _ABOUT.sub(lambda match: match["at"], words)
    return _PLEASE_WITHIN.sub("", words).strip(" ,")
