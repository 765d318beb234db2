"""Finding tasks by free text, best first; see ports.task_reader.TaskReader.search()."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from clara_edge.ports.task_reader import Hit

from .base import StoreBase
from .query_sql import compile_query
from .rows import OPEN_TASKS, select_tasks
from .search_snippets import Marks, snippet
from .search_vocabulary import Vocabulary, beginnings_like, words_like, words_with
from .search_words import SearchWords, any_of, beginning, is_unsegmented, phrase
from .task_queries import checked_limit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from clara_edge.domain.query import Query
    from clara_edge.domain.tasks import Task
    from clara_edge.ports.clock import Clock

    from .database import TaskDatabase

# With so many exact hits nobody wants to see what only looks alike.
FEW_HITS = 5
# Ranking takes 2 µs for each match; a word in more tasks than that distinguishes none.
_RANKED = 1000
_RANKED_ALIKE = 100
# So many of the best are looked at for whether they are still open.
_WEIGHED = 200
# Words that one mistyped word among several is taken for at once.
_ALTERNATIVES_OF_SEVERAL = 8
# A word in the title says most about a task; what is done already matters less.
_WEIGHTS = "10.0, 2.0, 6.0, 4.0"
_DONE_WEIGHT = 0.5

# The plus keeps SQLite from asking the index anew for each task of the scope.
_NEWEST = """
SELECT rowid FROM task_search WHERE task_search MATCH ? AND {scope}
ORDER BY rowid DESC LIMIT 1 OFFSET ?
"""
_BEST = f"""
SELECT tasks.number FROM (
  SELECT rowid AS number, bm25(task_search, {_WEIGHTS}) AS score FROM task_search
  WHERE task_search MATCH ? AND rowid >= ? AND {{scope}} ORDER BY score LIMIT ?
) AS best JOIN tasks ON tasks.number = best.number
ORDER BY score * CASE WHEN {OPEN_TASKS} THEN 1 ELSE {_DONE_WEIGHT} END,
  tasks.number DESC LIMIT ?
"""  # noqa: S608 - constants of this module
_NOT_TRASHED = (
    "+rowid NOT IN (SELECT number FROM tasks WHERE tasks.deleted_at IS NOT NULL)"
)


class TaskSearch(StoreBase):
    """The searching part of the store."""

    def __init__(
        self, database: TaskDatabase, clock: Clock, *, origin: str = "cli"
    ) -> None:
        """Keep the vocabulary between searches."""
        super().__init__(database, clock, origin=origin)
        self._vocabulary = Vocabulary()

    def search(
        self, text: str, *, query: Query | None = None, limit: int = 20
    ) -> list[Hit]:
        """Return tasks by free text, best first; see the port."""
        bound = checked_limit(limit)
        wanted = SearchWords.of(text)
        if not wanted.words and not wanted.symbols:
            return []
        with self._database.read() as db:
            scope = _Scope.of(db, query, wanted, self._clock.now())
            return _Search(scope, wanted, self._vocabulary, bound).hits()


@dataclass(frozen=True, slots=True)
class _Scope:
    """Among which tasks to search."""

    db: Database
    where: str
    """A condition on tasks."""
    arguments: list[Any]
    rows: str
    """The same as a condition on rows of the index."""

    @classmethod
    def of(
        cls, db: Database, query: Query | None, wanted: SearchWords, now: datetime
    ) -> _Scope:
        """Return those of a query, or all outside the trash, with the symbols wanted."""
        symbols, arguments = wanted.symbol_condition()
        if query is not None:
            compiled = compile_query(db, query, now)
            where = f"{compiled.where} AND {symbols}"
            arguments = [*compiled.arguments, *arguments]
        else:
            where = f"tasks.deleted_at IS NULL AND {symbols}"
            if not arguments:
                # what is in the trash is quicker to list than what is not
                return cls(db, where, [], _NOT_TRASHED)
        listed = f"+rowid IN (SELECT tasks.number FROM tasks WHERE {where})"  # noqa: S608 - constants, values are arguments
        return cls(db, where, arguments, listed)

    def newest(self, limit: int) -> list[int]:
        """Return the numbers of tasks without looking at the index, open ones first."""
        rows = self.db.execute(
            f"SELECT number FROM tasks WHERE {self.where}"  # noqa: S608 - constants, values are arguments
            f" ORDER BY NOT ({OPEN_TASKS}), number DESC LIMIT ?",
            [*self.arguments, limit],
        )
        return [row[0] for row in rows]

    def best(self, expression: str, limit: int, *, ranked: int = _RANKED) -> list[int]:
        """Return the numbers of the best matches among the newest ones."""
        oldest = self.db.execute(
            _NEWEST.format(scope=self.rows),
            [expression, *self.arguments, ranked - 1],
        ).fetchone()
        since = oldest[0] if oldest else 0
        rows = self.db.execute(
            _BEST.format(scope=self.rows),
            [expression, since, *self.arguments, max(limit, _WEIGHED), limit],
        )
        return [row[0] for row in rows]


class _Search:
    """One search: exact matches first, then parts of words, then typing errors."""

    def __init__(
        self, scope: _Scope, wanted: SearchWords, vocabulary: Vocabulary, limit: int
    ) -> None:
        self._scope = scope
        self._wanted = wanted
        self._vocabulary = vocabulary
        self._limit = limit
        self._found: dict[int, bool] = {}
        self._terms: set[str] = set()

    def hits(self) -> list[Hit]:
        """Return what was found, at most as many as wanted."""
        if not self._wanted.words:
            self._take(self._scope.newest(self._limit), exact=True)
            return self._as_hits()
        around = {word: self._around(word) for word in self._wanted.words}
        # a whole word counts twice
        whole = [[beginning(w), phrase(w), *around[w]] for w in around]
        self._take(self._best(whole), exact=True)
        if self._has_few():
            # ranking counts the tasks of every expression, so one less for each word
            options = [[beginning(w), *around[w]] for w in around]
            words = self._vocabulary.words(self._scope.db)
            self._search_inside(options, words)
            if self._has_few():
                self._search_alike(options, words)
        return self._as_hits()

    def _around(self, word: str) -> list[str]:
        """Return what has a word of a script without blanks inside."""
        if not is_unsegmented(word):
            return []
        return [
            phrase(term)
            for term in words_with(word, self._vocabulary.words(self._scope.db))
        ]

    def _search_inside(self, options: list[list[str]], words: Sequence[str]) -> None:
        found = [
            [] if is_unsegmented(word) else words_with(word, words)
            for word in self._wanted.words
        ]
        if any(found):
            for option, terms in zip(options, found, strict=True):
                option.extend(self._phrases(terms))
            self._take(self._best(options), exact=True)

    def _search_alike(self, options: list[list[str]], words: Sequence[str]) -> None:
        alike = [self._phrases(words_like(w, words)) for w in self._wanted.words]
        if not alike[-1]:
            alike[-1] = self._beginnings(words)
        if len(alike) == 1:
            # each word in turn: the likeliest one must not hide the others
            lists = [
                self._scope.best(expression, self._limit, ranked=_RANKED_ALIKE)
                for expression in alike[0]
            ]
            in_turn = chain.from_iterable(zip_longest(*lists))
            self._take((n for n in in_turn if n is not None), exact=False)
        elif any(alike):
            for option, expressions in zip(options, alike, strict=True):
                option.extend(expressions[:_ALTERNATIVES_OF_SEVERAL])
            self._take(self._best(options), exact=False)

    def _beginnings(self, words: Sequence[str]) -> list[str]:
        starts = beginnings_like(self._wanted.words[-1], words)
        self._terms.update(w for w in words if w.startswith(tuple(starts)))
        return [beginning(start) for start in starts]

    def _phrases(self, terms: list[str]) -> list[str]:
        self._terms.update(terms)
        return [phrase(term) for term in terms]

    def _best(self, options: list[list[str]]) -> list[int]:
        return self._scope.best(" AND ".join(map(any_of, options)), self._limit)

    def _has_few(self) -> bool:
        return len(self._found) < min(FEW_HITS, self._limit)

    def _take(self, numbers: Iterable[int], *, exact: bool) -> None:
        for number in numbers:
            if len(self._found) < self._limit:
                self._found.setdefault(number, exact)

    def _as_hits(self) -> list[Hit]:
        db = self._scope.db
        wanted = self._wanted.without_parts()
        marks = Marks.of(wanted.words, self._terms, wanted.symbols)
        names: dict[str, str] = dict(db.execute("SELECT id, name FROM projects"))
        in_found = "WHERE tasks.number IN (SELECT value FROM json_each(?))"
        tasks = {
            task.number: task
            for task in select_tasks(db, in_found, [json.dumps(list(self._found))])
        }
        return [
            Hit(tasks[number], snippet(_texts(tasks[number], names), marks), exact)
            for number, exact in self._found.items()
            # another process may just have purged it
            if number in tasks
        ]


def _texts(task: Task, projects: dict[str, str]) -> tuple[str, ...]:
    """Return where to look for a snippet, first where it says most."""
    project = projects.get(task.project_id, "") if task.project_id else ""
    return task.title, " ".join(task.tags), project, task.description
