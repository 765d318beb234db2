"""Every word of the search index, and those that a mistyped one may stand for."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from clara_edge.domain.steps import StepKind

from .backup_copy import last_change
from .search_words import folded, is_unsegmented, words_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from sqlite_utils import Database

MAX_ALTERNATIVES = 24
MAX_PHRASES = 200
"""A word of a script without blanks is a phrase, and seldom in two tasks."""

# From so many letters on, so many errors: "mlik" and "dentsit" have one (two letters
# swapped), "insurnce compny" has one in each word.
_ERRORS_BY_LENGTH = ((8, 2), (3, 1))
# Fewer letters are inside nearly every word, unless they are not from an alphabet.
_INSIDE_MIN_CHARS = 3
# With fewer, one error more makes it the beginning of too many words.
_UNFINISHED_MIN_CHARS = 4
# So many changed rows are read in 15 ms; more are seldom written between two searches.
_MANY_ROWS = 300
# By changes, whose numbers are never given again: the journal forgets rows.
_NEW_CHANGES = f"""
SELECT count(*), coalesce(sum(action = 'do' AND kind <> '{StepKind.BACKUP_RESTORE}'), 0)
FROM changes JOIN steps ON steps.id = changes.step_id WHERE seq > ?
"""  # noqa: S608 - a constant
_NEW_TEXTS = """
SELECT coalesce(json_extract(new, '$.title') || ' ' || json_extract(new, '$.description'),
  json_extract(new, '$.name'))
FROM changes CROSS JOIN step_rows ON step_rows.step_id = changes.step_id
WHERE seq > ? AND new IS NOT NULL AND table_name IN ('tasks', 'projects', 'task_tags')
LIMIT ?
"""


class Vocabulary:
    """The words of the index; what was removed since may still be among them.

    With 100,000 tasks and 40,000 words, reading all takes 40 to 200 ms, depending on how
    much was written since the index was tidied; so later on only new ones are read.
    """

    def __init__(self) -> None:
        self._words: list[str] = []
        self._connection: sqlite3.Connection | None = None
        self._version = (0, 0)
        self._seq = 0

    def words(self, db: Database) -> Sequence[str]:
        """Return all words in order."""
        connection = db.conn
        written = connection.execute("PRAGMA data_version").fetchone()[0]
        version = (written, connection.total_changes)
        if connection is self._connection and version == self._version:
            return self._words
        seq = last_change(db)
        if connection is not self._connection or not self._read_since(seq):
            self._read_all(connection)
        self._connection, self._version, self._seq = connection, version, seq
        return self._words

    def _read_since(self, seq: int) -> bool:
        """Read the words that came in; False if the journal does not have all, or too many."""
        assert self._connection is not None  # noqa: S101 - words() has just compared it
        known, done = self._connection.execute(_NEW_CHANGES, [self._seq]).fetchone()
        if not known == done == seq - self._seq:
            return False
        texts = self._connection.execute(
            _NEW_TEXTS, [self._seq, _MANY_ROWS + 1]
        ).fetchall()
        if len(texts) > _MANY_ROWS:
            return False
        for word in {word for (text,) in texts for word in words_of(text)}:
            at = bisect_left(self._words, word)
            if self._words[at : at + 1] != [word]:
                self._words.insert(at, word)
        return True

    def _read_all(self, connection: sqlite3.Connection) -> None:
        # one long text: a row for each would take a quarter longer
        joined = connection.execute(
            "SELECT coalesce(group_concat(term, ' '), '') FROM task_search_words"
        ).fetchone()[0]
        self._words = joined.split(" ") if joined else []


def words_with(part: str, words: Sequence[str]) -> list[str]:
    """Return words that have a part inside, not at their beginning, shortest first."""
    wanted = folded(part)
    anywhere = is_unsegmented(wanted)
    if len(wanted) < _INSIDE_MIN_CHARS and not anywhere:
        return []
    found = [w for w in words if wanted in w and not w.startswith(wanted)]
    return sorted(found, key=len)[: MAX_PHRASES if anywhere else MAX_ALTERNATIVES]


def words_like(typed: str, words: Sequence[str]) -> list[str]:
    """Return words that may have been meant, likely ones first."""
    wanted = folded(typed)
    errors = next((e for n, e in _ERRORS_BY_LENGTH if len(wanted) >= n), 0)
    if not errors:
        return []
    # 3 MB, which only words that are misspelt need
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

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
    """Return what an unfinished word may stand for, unless it begins a word as it is."""
    wanted = folded(typed)
    length = len(wanted)
    # the index gives them in order
    following = bisect_left(words, wanted)
    is_beginning = following < len(words) and words[following].startswith(wanted)
    if length < _UNFINISHED_MIN_CHARS or is_beginning:
        return []
    return words_like(typed, list({w[:length] for w in words if len(w) > length}))


def _unlikeliness(typed: str, word: str) -> tuple[bool, bool, int]:
    """People mostly get the first letter right, and swap letters more than replace them."""
    return (
        typed[0] != word[0],
        sorted(typed) != sorted(word),
        abs(len(typed) - len(word)),
    )
