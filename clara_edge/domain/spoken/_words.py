"""Abbreviations, acronyms and emoji."""

from __future__ import annotations

import re
import unicodedata

_ABBREVIATIONS = {
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "et cetera",
    "approx.": "approximately",
    "vs.": "versus",
    "vs": "versus",
    "mr.": "mister",
    "mrs.": "missus",
    "ms.": "miss",
    "dr.": "doctor",
    "dr": "doctor",
    "mr": "mister",
    "mrs": "missus",
    "a.m.": "AM",
    "p.m.": "PM",
    "asap": "as soon as possible",
    "todo": "to do",
}
_ABBREVIATION = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(re.escape(a) for a in sorted(_ABBREVIATIONS, key=len, reverse=True))
    + r")(?![\w])",
    re.IGNORECASE,
)
_NUMERO = re.compile(r"\bNo\.\s?(?=[0-9])")

_LETTERS_AND_DIGITS = re.compile(r"(?<=[^\W\d_])(?=[0-9])|(?<=[0-9])(?=[^\W\d_])")

# read letter by letter although they hold a vowel
_SPELLED = frozenset(
    [
        "AI",
        "AM",
        "API",
        "ATM",
        "BBQ",
        "CEO",
        "CPU",
        "DIY",
        "DOB",
        "ETA",
        "EU",
        "EV",
        "FAQ",
        "GPU",
        "IBAN",
        "ID",
        "IOU",
        "ISBN",
        "IT",
        "LED",
        "OK",
        "PDA",
        "PE",
        "PO",
        "PIA",
        "POA",
        "SEO",
        "SOS",
        "UI",
        "UK",
        "UN",
        "UPS",
        "URL",
        "US",
        "USA",
        "USB",
        "UV",
        "VAT",
        "VIP",
    ]
)
_SPELLED_BUT_A_WORD = frozenset({"IT", "US", "OK"})
_CAPITALS = re.compile(r"(?<!\w)(?P<word>[A-Z]{2,})(?P<plural>'?s)?(?!\w)")
_VOWELS = frozenset("AEIOUY")
_SHOUT_WORDS = 2


def abbreviations_in_words(text: str) -> str:
    """Write abbreviations out, before their dots are taken for the ends of sentences."""
    text = _NUMERO.sub("number ", text)
    return _ABBREVIATION.sub(lambda m: _ABBREVIATIONS[m[0].lower()], text)


def separate_digits(text: str) -> str:
    """Part letters from digits: "B12" is said "B twelve"."""
    return _LETTERS_AND_DIGITS.sub(" ", text)


def acronyms_in_letters(text: str) -> str:
    """Space out acronyms that are spelled; lower other capitals, which are only loud."""
    capitals = _CAPITALS.findall(text)
    words = re.findall(r"[^\W\d_]{2,}", text)
    shouted = len(capitals) >= _SHOUT_WORDS and len(capitals) * 2 > len(words)
    return _CAPITALS.sub(lambda m: _acronym(m, shouted=shouted), text)


def _acronym(match: re.Match[str], *, shouted: bool) -> str:
    word = match["word"]
    known = word in _SPELLED and not (shouted and word in _SPELLED_BUT_A_WORD)
    if known or not _VOWELS & set(word):
        return " ".join(word) + ("'s" if match["plural"] else "")
    return word.lower() + (match["plural"] or "")


def without_emoji(text: str) -> str:
    """Drop pictures; when there is nothing else, say what they show."""
    if any(c.isalnum() for c in text):
        return text
    names = [
        unicodedata.name(c, "").lower() for c in text if unicodedata.category(c) == "So"
    ]
    return ", ".join(dict.fromkeys(n for n in names if n)) or text
