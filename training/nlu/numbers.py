"""Written numbers in the words that a recogniser may give instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.nlu.sentence import Sentence

if TYPE_CHECKING:
    from random import Random

_SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = [
    "zero",
    "ten",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    5: "fifth",
    8: "eighth",
    9: "ninth",
    12: "twelfth",
    20: "twentieth",
    30: "thirtieth",
}
_ENDINGS = ("st", "nd", "rd", "th")


def spoken(sentence: Sentence, rng: Random) -> Sentence:
    """Return the sentence with its digits in words, as one person may say them."""
    words: list[str] = []
    tags: list[str] = []
    before = ""
    for index, word in enumerate(sentence.words):
        after = sentence.words[index + 1] if index + 1 < len(sentence.words) else ""
        said = [word]
        if word.isdecimal() and word.isascii():
            said = _said(word, before, after, rng)
        elif word in _ENDINGS and before.isdecimal():
            said = []
        before = word
        words += said
        if sentence.tags is not None:
            tag = sentence.tags[index]
            inside = tag if tag == "O" else f"I-{tag[2:]}"
            tags += [tag, *[inside] * (len(said) - 1)] if said else []
    if not words:
        return sentence
    known = None if sentence.tags is None else tuple(tags)
    return Sentence(
        tuple(words), sentence.label, known, sentence.source, sentence.topic
    )


def _said(word: str, before: str, after: str, rng: Random) -> list[str]:
    number = int(word)
    if after in _ENDINGS and 0 < number < 32:
        return _ordinal(number)
    if before.isdecimal() and len(word) == 2:  # the minutes of a time
        if number == 0:
            return [] if after in {"am", "pm"} else ["o", "clock"]
        return ["o", _SMALL[number]] if number < 10 else _below_hundred(number)
    if len(word) in {3, 4} and word[0] != "0":
        high, low = divmod(number, 100)
        tail = ["hundred"] if low == 0 else ["o"] * (low < 10) + _below_hundred(low)
        return (_below_hundred(high) if high < 100 else []) + tail
    if number < 100:
        return ["a"] if number == 1 and rng.random() < 0.1 else _below_hundred(number)
    return [_SMALL[int(digit)] for digit in word]


def _below_hundred(number: int) -> list[str]:
    if number < 20:
        return [_SMALL[number]]
    tens, ones = divmod(number, 10)
    return [_TENS[tens], _SMALL[ones]] if ones else [_TENS[tens]]


def _ordinal(number: int) -> list[str]:
    if number in _ORDINALS:
        return [_ORDINALS[number]]
    if number < 20:
        return [_SMALL[number] + "th"]
    return [_TENS[number // 10], *_ordinal(number % 10)]
