"""The words of titles and of what is said about them, in a form that can be compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_CACHED_TITLES = 8_192
_CACHED_WORDS = 16_384
# A longer title is a text, and what is said about it names its beginning.
_MAX_WORDS = 40
_LONGEST_CHARS = 500

# Arrows to miscellaneous symbols, and emoji: words in themselves.
SYMBOLS = "\u2190-\u2bff\U0001f000-\U0001faff"
# Scripts without blanks between words: each of their characters counts as a word.
_UNSEGMENTED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(
    rf"[{_UNSEGMENTED}]|\d+|(?:(?![{_UNSEGMENTED}\d])[^\W_])"
    rf"(?:(?![{_UNSEGMENTED}\d])[^\W_]|')*|[{SYMBOLS}]"
)
_MARKS = re.compile("[\u0300-\u036f]")
_PLURAL = re.compile(r"(?<=[sxz])es$|(?<=[cs]h)es$|s$")
_POSSESSIVE = re.compile(r"'s?$")

# They tell two titles apart only where nothing else does.
_FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "our",
        "your",
        "his",
        "her",
        "its",
        "their",
        "some",
        "any",
        "this",
        "that",
        "these",
        "those",
        "to",
        "for",
        "of",
        "on",
        "in",
        "at",
        "by",
        "with",
        "from",
        "and",
        "or",
        "up",
        "out",
        "off",
        "me",
        "us",
        "you",
        "i",
        "we",
        "is",
        "are",
        "be",
        "do",
        "please",
        "again",
        "about",
    ]
)

# Verbs that begin many titles, and that people leave out or change when they name one.
_DEEDS = [
    "add",
    "answer",
    "arrange",
    "ask",
    "bake",
    "book",
    "borrow",
    "bring",
    "build",
    "buy",
    "call",
    "cancel",
    "change",
    "charge",
    "check",
    "clean",
    "clear",
    "collect",
    "compare",
    "complete",
    "contact",
    "cook",
    "cut",
    "deliver",
    "discuss",
    "do",
    "download",
    "draw",
    "drop",
    "email",
    "empty",
    "file",
    "fill",
    "find",
    "finish",
    "fix",
    "follow",
    "get",
    "give",
    "go",
    "grab",
    "hang",
    "have",
    "help",
    "invite",
    "iron",
    "learn",
    "mail",
    "make",
    "measure",
    "meet",
    "mend",
    "message",
    "mow",
    "move",
    "order",
    "organise",
    "organize",
    "pack",
    "paint",
    "pay",
    "phone",
    "pick",
    "plan",
    "plant",
    "post",
    "practise",
    "practice",
    "prepare",
    "print",
    "put",
    "read",
    "remember",
    "renew",
    "repair",
    "replace",
    "reply",
    "research",
    "return",
    "review",
    "ring",
    "schedule",
    "see",
    "sell",
    "send",
    "set",
    "ship",
    "sign",
    "sort",
    "speak",
    "start",
    "study",
    "submit",
    "take",
    "talk",
    "tell",
    "test",
    "text",
    "throw",
    "tidy",
    "try",
    "update",
    "visit",
    "walk",
    "wash",
    "watch",
    "water",
    "wrap",
    "write",
]

_UNITS = [
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
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
NUMBERS = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
ORDINALS = {word: number for number, word in enumerate(_ORDINALS) if number}

# Past forms that people use when they report what they did. The rest is regular.
_IRREGULAR = {
    form: base
    for base, *forms in (
        line.split()
        for line in """be was were been
        begin began begun
        bring brought
        build built
        buy bought
        catch caught
        choose chose chosen
        come came
        cut cutting
        do did done does
        draw drew drawn
        drink drank drunk
        drive drove driven
        eat ate eaten
        feed fed
        find found
        fly flew flown
        forget forgot forgotten
        get got gotten
        give gave given
        go went gone goes
        hang hung
        have had has
        hear heard
        hold held
        keep kept
        know knew known
        lay laid
        lead led
        learn learnt
        leave left
        lend lent
        make made
        meet met
        pay paid
        plan planned
        read reading
        ride rode ridden
        ring rang rung
        run ran running
        say said
        see saw seen
        sell sold
        send sent
        sew sewn
        shoot shot
        sing sang sung
        sit sat
        sleep slept
        speak spoke spoken
        spend spent
        stand stood
        steal stole stolen
        sweep swept
        swim swam swum
        take took taken
        teach taught
        tell told
        think thought
        throw threw thrown
        wake woke woken
        wear wore worn
        win won
        write wrote written""".splitlines()
    )
    for form in forms
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is compared."""

    text: str
    """Folded: lower case, without accents; numbers in digits."""
    root: str
    """What its forms have in common: "call" of "called", "buy" of "bought"."""
    telling: bool
    """Not a mere function word."""
    deed: bool
    """May be what is to be done, which tells less than what it is done to."""


@lru_cache(_CACHED_TITLES)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a title or an utterance in order."""
    return tuple(map(_word, spoken_words(text)))


def spoken_words(text: str) -> tuple[str, ...]:
    """Return folded words; numbers in digits, however they were said."""
    found: list[str] = []
    for word in _WORD.findall(folded(text[:_LONGEST_CHARS])):
        plain = _POSSESSIVE.sub("", word).replace("'", "") if "'" in word else word
        if plain:
            _append(plain, found)
    return tuple(found[:_MAX_WORDS])


@lru_cache(_CACHED_TITLES)
def folded(text: str) -> str:
    """Return text in lower case without accents, its apostrophes straight."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = unicodedata.normalize("NFC", _MARKS.sub("", decomposed))
    return plain.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _append(word: str, found: list[str]) -> None:
    number = NUMBERS.get(word)
    if number is None:
        found.append(word)
    elif found and number < 10 and found[-1] in _ROUND:
        found[-1] = str(int(found[-1]) + number)
    else:
        found.append(str(number))


_ROUND = frozenset(str(10 * number) for number in range(2, 10))


@lru_cache(_CACHED_WORDS)
def _word(text: str) -> Word:
    base = root(text)
    return Word(text, base, text not in _FUNCTION_WORDS, base in _deeds())


@lru_cache(1)
def _deeds() -> frozenset[str]:
    return frozenset(map(root, _DEEDS))


@lru_cache(_CACHED_WORDS)
def root(word: str) -> str:
    """Return what the forms of an English word share; others stay as they are."""
    base = _IRREGULAR.get(word)
    if base is None:
        base = _without_ending(word)
    base = base.removesuffix("e") if len(base) > 3 else base
    return base[:-1] + "i" if len(base) > 3 and base.endswith("y") else base


def _without_ending(word: str) -> str:
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and re.search("[aeiouy]", stem):
            double = stem[-1] == stem[-2] and stem[-1] not in "lsz"
            return stem[:-1] if double else stem
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _PLURAL.sub("", word)
    return word


def joined(one: Word, other: Word) -> Word:
    """Return two words as one, which a recogniser may have parted."""
    return _word(one.text + other.text)
