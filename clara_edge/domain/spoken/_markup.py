"""Markdown, addresses and symbols, taken away or said."""

from __future__ import annotations

import re
import unicodedata

from ._numbers import VULGAR

_FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.MULTILINE)
_LINE_MARK = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]*|[-*+•][ \t]+(?:\[[ xX]\][ \t]+)?)+", re.MULTILINE
)
_LINK = re.compile(r"!?\[(?P<text>[^\[\]\n]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(
    r"(?<!\w)(?P<mark>\*{1,3}|_{1,3}|~~|`+)(?=\S)(?P<text>[^\n]{0,300}?\S)(?P=mark)(?!\w)"
)
_LINE_END = re.compile(r"(?P<end>[^\s])[ \t]*(?:\r\n?|\n)\s*")

_URL = re.compile(
    r"\b(?:(?:https?|ftp)://|www\.)(?P<host>[^\s/?#<>()\[\]\"']+)[^\s<>()\[\]\"']*",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<user>[A-Za-z0-9][\w.+-]*)@(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
)
_NUMBER_SIGN = re.compile(r"#\s?(?=[0-9])")
_TAG = re.compile(r"#(?P<tag>\w[\w-]*)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HANDLE = re.compile(r"(?<!\w)@(?=\w)")
_WITH = re.compile(r"(?<!\w)w/(?=\s?\w)")
_EITHER = re.compile(r"(?<![\w/])(?P<a>[^\W\d_]+)/(?P<b>[^\W\d_]+)(?![\w/])")
_ABOUT = re.compile(r"~\s?(?=[$£€]?[0-9])")

# said always; what is in no table and neither letter nor punctuation is dropped
_SYMBOLS = {
    "&": " and ",
    "@": " at ",
    "+": " plus ",
    "=": " equals ",
    "/": " slash ",
    "%": " percent ",
    "°": " degrees ",
    "×": " times ",  # noqa: RUF001 - the multiplication sign itself
    "÷": " divided by ",
    "→": " to ",
    "±": " plus or minus ",
    "√": " root ",
    "$": " dollars ",
    "£": " pounds ",
    "€": " euros ",
    "²": " squared ",
    "³": " cubed ",
    "№": " number ",
    "|": ", ",
    "•": ", ",
    "·": ", ",
    "—": ", ",
    "–": ", ",  # noqa: RUF001 - the en dash itself
    "…": ". ",
    "(": ", ",
    ")": ", ",
    "[": ", ",
    "]": ", ",
    "{": ", ",
    "}": ", ",
    "_": " ",
    "\\": " ",
    "’": "'",  # noqa: RUF001 - the typographic apostrophe itself
    "‘": "'",  # noqa: RUF001 - the typographic apostrophe itself
    "ʼ": "'",  # noqa: RUF001 - the typographic apostrophe itself
}
_KEPT_MARKS = frozenset(".,;:?!'-")


def plain_characters(text: str) -> str:
    """Fold look-alike characters, so that the later steps meet one spelling only."""
    text = "".join(_foldable(c) for c in text)
    return "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c
        for c in unicodedata.normalize("NFC", text)
    )


def _foldable(character: str) -> str:
    if character in VULGAR:
        return " " + VULGAR[character]
    if character in _SYMBOLS:
        return character
    return unicodedata.normalize("NFKC", character)


def without_markdown(text: str) -> str:
    """Take the marks of Markdown away; a line end without punctuation becomes a stop."""
    text = _FENCE.sub("", text)
    text = _RULE.sub("", text)
    text = _LINK.sub(lambda m: m["text"], text)
    text = _LINE_MARK.sub("", text)
    # twice, because bold may hold italic
    text = _EMPHASIS.sub(lambda m: m["text"], text)
    text = _EMPHASIS.sub(lambda m: m["text"], text)
    return _LINE_END.sub(
        lambda m: m["end"] + (" " if m["end"] in ".,;:?!" else ". "), text
    )


def addresses_in_words(text: str) -> str:
    """Say web and mail addresses by the name people know them by."""
    text = _URL.sub(_url, text)
    return _EMAIL.sub(lambda m: f" {_dotted(m['user'])} at {_dotted(m['host'])} ", text)


def _url(match: re.Match[str]) -> str:
    host = match["host"].rpartition("@")[2].removeprefix("www.")
    host, _, _ = host.partition(":")
    end = match[0][-1] if match[0][-1] in ".,;:?!" else ""
    name = _dotted(host.rstrip(".,;:?!"))
    return f" link to {name}{end} " if name else f" link{end} "


def _dotted(text: str) -> str:
    return " dot ".join(part for part in text.split(".") if part)


def tags_in_words(text: str) -> str:
    """Say "#3" as a number and "#deep_work" as its words."""
    text = _NUMBER_SIGN.sub(" number ", text)
    return _TAG.sub(
        lambda m: " " + _CAMEL.sub(" ", re.sub(r"[_-]+", " ", m["tag"])) + " ", text
    )


def shorthand_in_words(text: str) -> str:
    """Say the short forms that hold a symbol: w/, ~5, @home."""
    text = _WITH.sub("with ", text)
    text = _ABOUT.sub(" about ", text)
    return _HANDLE.sub(" ", text)


def alternatives_in_words(text: str) -> str:
    """Say "he/she" as "he or she"; after the units, which hold such a stroke too."""
    return _EITHER.sub(lambda m: f"{m['a']} or {m['b']}", text)


def symbols_in_words(text: str) -> str:
    """Say symbols; drop what can be neither said nor heard as a pause."""
    return "".join(_symbol(c) for c in text)


def _symbol(character: str) -> str:
    if character in _SYMBOLS:
        return _SYMBOLS[character]
    if character in _KEPT_MARKS or unicodedata.category(character)[0] in "LM":
        return character
    return " "
