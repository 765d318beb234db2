"""From written to spoken text."""

from __future__ import annotations

import re

from ._markup import (
    addresses_in_words,
    alternatives_in_words,
    plain_characters,
    shorthand_in_words,
    symbols_in_words,
    tags_in_words,
    without_markdown,
)
from ._moments import moments_in_words
from ._numbers import numbers_in_words
from ._words import (
    abbreviations_in_words,
    acronyms_in_letters,
    separate_digits,
    without_emoji,
)

_STRAY_MARK = re.compile(r"(?<![^\W\d_])['-]+|['-]+(?![^\W\d_])")
_MARKS = re.compile(r"\s*[.,;:?!](?:[\s.,;:?!]*[.,;:?!])?")
_STRENGTH = "?!.;:,"


# one step may lay bare what an earlier one knows ("0Dr" holds "Dr")
_MAX_PASSES = 5


def speakable(text: str, *, hour_12: bool = True) -> str:
    """Return the text as words and pauses: letters and .,;:?!'- only.

    Never raises; never empty when the text holds a letter or a digit. Making the
    result speakable again changes nothing.
    """
    for _ in range(_MAX_PASSES):
        before, text = text, _pass(text, hour_12=hour_12)
        if text == before:
            break
    return text


def _pass(text: str, *, hour_12: bool) -> str:
    text = plain_characters(without_emoji(text))
    text = " ".join(without_markdown(text.strip()).split())
    text = addresses_in_words(text)
    text = abbreviations_in_words(text)
    text = tags_in_words(text)
    text = moments_in_words(text, hour_12=hour_12)
    text = shorthand_in_words(text)
    text = numbers_in_words(text)
    text = numbers_in_words(separate_digits(text))
    text = alternatives_in_words(text)
    text = symbols_in_words(text)
    text = acronyms_in_letters(text)
    return _tidy(text)


def _tidy(text: str) -> str:
    """Leave one mark where several meet, the strongest, and single spaces."""
    text = " ".join(_STRAY_MARK.sub(" ", text).split())
    text = _MARKS.sub(
        lambda m: min("".join(m[0].split()), key=_STRENGTH.index) + " ", text
    )
    return " ".join(text.split()).lstrip(".,;:?! ").rstrip(",;: ")
