"""Ordinals and other words for numbers, for reading and for writing."""

from __future__ import annotations

ORDINALS = ("first", "second", "third", "fourth", "fifth")
NUMBERS = (
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
)


def ordinal(number: int) -> str:
    """Write it as 1st, 2nd, 3rd, 4th or 11th."""
    if number // 10 % 10 == 1:
        return f"{number}th"
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"


def nth(number: int) -> str:
    """Write it as first, fifth or 6th; from the end as last or second last."""
    if number == -1:
        return "last"
    if number < 0:
        return f"{nth(-number)} last"
    return ORDINALS[number - 1] if number <= len(ORDINALS) else ordinal(number)


def joined(words: list[str]) -> str:
    """Write "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
