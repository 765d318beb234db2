"""Free text as expressions for the search index; nothing typed is ever its syntax."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.errors import QueryInvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .query_dates import Sql

MAX_CHARS = 1000
MAX_WORDS = 32

# What the tokenizer parts, the underscore too.
WORD = re.compile(r"[^\W_]+")

# Scripts that put no blanks between words, so that people look for parts of a text:
# Thai to Tibetan and Myanmar, Khmer, kana, ideographs (Unicode 15, blocks).
_UNSEGMENTED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# The texts of the index as a plain table (SQLite, fts5, appendix B): three times quicker
# to look through than the index itself.
_SYMBOL = """tasks.number IN (SELECT id FROM task_search_content WHERE
instr(c0, ?) OR instr(c1, ?) OR instr(c2, ?) OR instr(c3, ?))"""


@dataclass(frozen=True, slots=True)
class SearchWords:
    """The words of free text."""

    words: tuple[str, ...]
    """With a letter or a digit: the index finds them."""
    symbols: tuple[str, ...]
    """Without, such as emoji: looked for in all texts."""

    @classmethod
    def of(cls, text: str) -> SearchWords:
        """Part a text into words.

        Raises:
            QueryInvalidError: it is too long.
        """
        if len(text) > MAX_CHARS:
            raise QueryInvalidError(
                f"a search for {len(text):,} characters is too long",
                remedy=f"use at most {MAX_CHARS:,}",
            )
        # what cannot be in a stored text parts words
        clean = "".join(
            " " if unicodedata.category(c) in {"Cc", "Cs"} else c for c in text
        )
        words = list(dict.fromkeys(unicodedata.normalize("NFC", clean).split()))
        if len(words) > MAX_WORDS:
            raise QueryInvalidError(
                f"a search for {len(words)} words is too long",
                remedy=f"use at most {MAX_WORDS}",
            )
        return cls(
            tuple(word for word in words if _is_indexed(word)),
            tuple(word for word in words if not _is_indexed(word)),
        )

    def symbol_condition(self) -> Sql:
        """Return the tasks that have all the symbols; true if there are none."""
        sql = " AND ".join([_SYMBOL] * len(self.symbols)) or "TRUE"
        return sql, [symbol for symbol in self.symbols for _ in range(4)]

    def without_parts(self) -> SearchWords:
        """Return the same with words of scripts without blanks among the symbols."""
        words = [word for word in self.words if not is_unsegmented(word)]
        parts = [word for word in self.words if is_unsegmented(word)]
        return SearchWords(tuple(words), (*self.symbols, *parts))


@dataclass(frozen=True, slots=True)
class TextCondition:
    """The tasks that have all words of a text: what begins so, or has it inside."""

    expression: str
    """For the index; empty if no word needs it."""
    symbols: Sql

    def sql(self, *, each: bool = False) -> Sql:
        """Return it as SQL; with `each` it looks at tasks in whatever order they come."""
        sql, arguments = self.symbols
        if not self.expression:
            return f"({sql})", arguments
        number = "+tasks.number" if each else "tasks.number"
        found = "SELECT rowid FROM task_search WHERE task_search MATCH ?"
        return f"({number} IN ({found}) AND {sql})", [self.expression, *arguments]


def text_condition(text: str) -> TextCondition:
    """Return a condition on free text.

    Raises:
        QueryInvalidError: the text is too long.
    """
    found = SearchWords.of(text).without_parts()
    expression = " AND ".join(beginning(word) for word in found.words)
    return TextCondition(expression, found.symbol_condition())


def beginning(word: str) -> str:
    """Return an expression for words that begin like this one."""
    return f"{phrase(word)} *"


def phrase(word: str) -> str:
    """Return an expression for a word as it is."""
    return '"' + word.replace('"', '""') + '"'


def any_of(expressions: Iterable[str]) -> str:
    """Return an expression for texts with at least one of several."""
    return "(" + " OR ".join(expressions) + ")"


def folded(word: str) -> str:
    """Return a word as the index has it: small letters, Latin ones without accents."""
    if word.isascii():
        return word.lower()
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", word.lower()):
        if not (unicodedata.combining(char) and letters and letters[-1].isascii()):
            letters.append(char)
    return unicodedata.normalize("NFC", "".join(letters))


def is_unsegmented(word: str) -> bool:
    """Whether a word is of a script that does not part words."""
    return _UNSEGMENTED.search(word) is not None


def words_of(text: str) -> list[str]:
    """Return the words of a text as the index has them."""
    return [folded(match[0]) for match in WORD.finditer(text)]


def _is_indexed(word: str) -> bool:
    # the tokenizer takes letters, numbers and the private use area (SQLite, fts5 4.3.1)
    return any(
        category[0] in "LN" or category == "Co"
        for category in map(unicodedata.category, word)
    )
