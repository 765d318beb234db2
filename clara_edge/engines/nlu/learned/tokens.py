"""Words of an utterance as the network reads them, and where they stand in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

# nobody says more in one breath; it bounds the work on any text
MAX_TOKENS = 64
_MAX_CHARS = 1_000

_TOKEN = re.compile(
    r"""(?P<half>[ap]\.\s?m\b\.?)       # "a.m." is one word, as "am" is
      | \d+
      | ['\u2019]s\b                         # the owner is a word without it
      | [^\W\d_]+(?:['\u2019](?!s\b)[^\W\d_]+)*
      | [#%&+@]""",
    re.IGNORECASE | re.VERBOSE,
)
_APOSTROPHES = str.maketrans("", "", "'\N{RIGHT SINGLE QUOTATION MARK}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word in the form that is looked up, and its characters in the text."""

    word: str
    start: int
    end: int


def tokens_of(text: str) -> tuple[Token, ...]:
    """Split a text; case, apostrophes and punctuation do not reach the words."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text[:_MAX_CHARS]):
        word = match[0].lower()
        word = word[0] + "m" if match["half"] else word.translate(_APOSTROPHES)
        found.append(Token(word, match.start(), match.end()))
        if len(found) == MAX_TOKENS:
            break
    return tuple(found)
