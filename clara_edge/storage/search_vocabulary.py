"""Every word of the search index, and those that a mistyped one may stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .search_words import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

MAX_ALTERNATIVES = 24

# From so many letters on, so many errors: "mlik" and "dentsit" have one (two letters
# swapped), "insurnce compny" has one in each word.
_ERRORS_BY_LENGTH = ((8, 2), (3, 1))
# Fewer letters are inside nearly every word, unless they are not from an alphabet.
_INSIDE_MIN_CHARS = 3
# With fewer, one error more makes it the beginning of too many words.
_UNFINISHED_MIN_CHARS = 4


class Vocabulary:
    """The words of the index as of the last time that they were asked for."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._version: tuple[int, int, int] | None = None

    def words(self, db: Database) -> Sequence[str]:
        """Return all words; read again only when something was written since.

        Reading 40,000 words takes 40 ms, asking whether something was written 10 µs.
        """
        connection = db.conn
        written = connection.execute("PRAGMA data_version").fetchone()[0]
        version = (id(connection), written, connection.total_changes)
        if version != self._version:
            # one long text: a row for each would take a quarter longer
            joined = connection.execute(
                "SELECT coalesce(group_concat(term, ' '), '') FROM task_search_words"
            ).fetchone()[0]
            self._words = joined.split(" ") if joined else []
            self._version = version
        return self._words


def words_with(part: str, words: Sequence[str]) -> list[str]:
    """Return words that have a part inside, the shortest first."""
    wanted = folded(part)
    if len(wanted) < _INSIDE_MIN_CHARS and wanted.isascii():
        return []
    found = [word for word in words if wanted in word]
    return sorted(found, key=len)[:MAX_ALTERNATIVES]


def words_like(typed: str, words: Sequence[str]) -> list[str]:
    """Return words that may have been meant, likely ones first."""
    wanted = folded(typed)
    errors = next((e for n, e in _ERRORS_BY_LENGTH if len(wanted) >= n), 0)
    if not errors:
        return []
    found = process.extract(
        wanted, words, scorer=OSA.distance, score_cutoff=errors, limit=None
    )
    likely = sorted(
        (int(distance), _unlikeliness(wanted, word), word)
        for word, distance, _ in found
        if word != wanted
    )
    return [word for _, _, word in likely[:MAX_ALTERNATIVES]]


def beginnings_like(typed: str, words: Sequence[str]) -> list[str]:
    """Return beginnings of words that an unfinished word may stand for."""
    length = len(folded(typed))
    if length < _UNFINISHED_MIN_CHARS:
        return []
    return words_like(typed, list({w[:length] for w in words if len(w) > length}))


def _unlikeliness(typed: str, word: str) -> tuple[bool, bool, int]:
    """People mostly get the first letter right, and swap letters more than replace them."""
    return (
        typed[0] != word[0],
        sorted(typed) != sorted(word),
        abs(len(typed) - len(word)),
    )
