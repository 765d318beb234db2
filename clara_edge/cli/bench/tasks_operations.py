"""Everything that people do with tasks, to be timed one by one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from clara_edge.cli.bench.tasks_data import ZONE
from clara_edge.cli.bench.tasks_scan import ListScan, like
from clara_edge.cli.bench.tasks_words import Words, misspelt
from clara_edge.domain.drafts import ReminderDraft, TaskDraft, TaskPatch
from clara_edge.domain.due import Due
from clara_edge.domain.query_syntax import parse_query
from clara_edge.domain.tasks import Priority

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from random import Random

    from clara_edge.domain.query import Query
    from clara_edge.domain.tasks import Task
    from clara_edge.storage.database import TaskDatabase
    from clara_edge.storage.store import SqliteTaskStore

PAGE = 100
"""A long screen; nobody looks at more at once."""
HITS = 20


class Target(NamedTuple):
    """Milliseconds that an operation may take."""

    p50: float
    p99: float


ANY = Target(5, 50)
SEARCH = Target(20, 50)
TODAY = Target(5, 10)


@dataclass(frozen=True, slots=True)
class Operation:
    """One kind of use; the calls are numbered from 0."""

    name: str
    run: Callable[[int], object]
    scan: Callable[[int], object] | None = None
    """The same with a plain list."""
    like: Callable[[int], object] | None = None
    target: Target = ANY
    prepare: Callable[[], object] | None = None
    """Runs once before, untimed."""
    times: int | None = None
    """At most so often."""


class Operations:
    """Operations on a store, in an order in which each finds what it needs."""

    def __init__(
        self,
        store: SqliteTaskStore,
        tasks: Sequence[Task],
        random: Random,
        samples: int,
        now: datetime,
    ) -> None:
        """Use a store that holds these tasks, each operation so often at most."""
        self._store = store
        self._scan = ListScan(tasks)
        self._random = random
        self._words = Words(random)
        self._tasks = list(tasks)
        parents = {task.parent_task_id for task in tasks}
        alone = [t for t in tasks if t.is_open and t.id not in parents]
        random.shuffle(alone)
        self._plain = [t for t in alone if t.recurrence is None]
        self._recurring = [t for t in alone if t.recurrence is not None]
        self._parents = [t for t in tasks if t.is_open and t.id in parents]
        self._samples = samples
        self._now = now

    def writes(self) -> list[Operation]:
        """Return what changes something."""
        store = self._store
        first = self._plain[: self._samples]
        second = self._plain[self._samples : 2 * self._samples]
        return [
            *self._adding(),
            *self._changing(first),
            *self._ending(first, second),
            Operation("undo", lambda _: store.undo(), prepare=self._make_steps),
            Operation("redo", lambda _: store.redo()),
        ]

    def reads(self) -> list[Operation]:
        """Return what only looks."""
        store, scan = self._store, self._scan
        tasks = self._random.sample(self._tasks, min(self._samples, len(self._tasks)))
        parents = self._parents
        today = self._now.date()
        day, week = timedelta(days=1), timedelta(days=7)
        return [
            Operation(
                "get by number",
                lambda n: store.get(str(tasks[n].number)),
                lambda n: scan.by_number(tasks[n].number),
            ),
            Operation(
                "get by id",
                lambda n: store.get(tasks[n].id),
                lambda n: scan.by_id(tasks[n].id),
            ),
            Operation(
                "list today",
                self._found("due:today", None),
                lambda _: scan.due(today, today),
                target=TODAY,
            ),
            Operation(
                "list overdue",
                self._found("is:overdue"),
                lambda _: scan.due(today.min, today - day, PAGE),
            ),
            Operation(
                "list 7 days",
                self._found("due:7d"),
                lambda _: scan.due(today, today + week, PAGE),
            ),
            *self._scoped(),
            Operation(
                "list subtasks",
                lambda n: store.subtasks(parents[n % len(parents)].id),
                lambda n: scan.subtasks(parents[n % len(parents)].id),
            ),
            Operation("count today", self._counted("due:today")),
            Operation(
                "count by project",
                lambda _: store.open_counts(),
                lambda _: scan.counts(),
            ),
        ]

    def looks_back(self) -> list[Operation]:
        """Return what reads the journal; there is something in it after writes()."""
        store, changed = self._store, self._plain[: self._samples]
        last = store.last_change
        return [
            Operation("history", lambda _: store.history()),
            Operation(
                "history of a task", lambda n: store.history(task_id=changed[n].id)
            ),
            Operation("changes since", lambda _: store.changes_since(last() - 5)),
        ]

    def searches(self, database: TaskDatabase) -> list[Operation]:
        """Return ways to search; `database` is a connection for LIKE."""
        store, scan = self._store, self._scan
        titles = [
            t.title.lower() for t in self._random.sample(self._plain, self._samples)
        ]
        long = [[w for w in title.split() if len(w) >= 5] for title in titles]
        words = [found[-1] if found else "dentist" for found in long]
        typos = [misspelt(word, self._random) for word in words]
        pairs = [" ".join(title.split()[:2]) for title in titles]

        def search(name: str, texts: Sequence[str]) -> Operation:
            return Operation(
                name,
                lambda n: store.search(texts[n], limit=HITS),
                lambda n: scan.search(texts[n], HITS),
                lambda n: like(database, texts[n], HITS),
                target=SEARCH,
            )

        return [
            search("search word", words),
            search("search two words", pairs),
            search("search beginning", [word[:3] for word in words]),
            search("search one letter", [word[:1] for word in words]),
            Operation(
                "search typing error",
                lambda n: store.search(typos[n], limit=HITS),
                lambda n: scan.search_alike(typos[n], HITS),
                target=SEARCH,
            ),
            search("search not there", [f"qx{word}" for word in words]),
        ]

    def _adding(self) -> list[Operation]:
        store, scan, any_task = self._store, self._scan, self._plain[0]
        return [
            Operation(
                "add", lambda _: store.add(self._draft()), lambda _: scan.add(any_task)
            ),
            Operation(
                "add with everything",
                lambda _: store.add(self._full_draft()),
                lambda _: scan.add(any_task),
            ),
        ]

    def _changing(self, first: Sequence[Task]) -> list[Operation]:
        store, scan = self._store, self._scan
        return [
            Operation(
                "change title",
                lambda n: store.change(
                    [first[n].id],
                    TaskPatch(title=self._words.title(), priority=Priority.HIGH),
                ),
                lambda n: scan.change(first[n].id, title="x", priority=Priority.HIGH),
            ),
            Operation(
                "change due",
                lambda n: store.change([first[n].id], TaskPatch(due=self._due(n))),
                lambda n: scan.change(first[n].id, due=self._due(n)),
            ),
            Operation(
                "change tags",
                lambda n: store.change(
                    [first[n].id], TaskPatch(add_tags=("fresh",), remove_tags=("b-1",))
                ),
                lambda n: scan.change(first[n].id, tags=("fresh",)),
            ),
        ]

    def _ending(self, first: Sequence[Task], second: Sequence[Task]) -> list[Operation]:
        store, scan = self._store, self._scan
        recurring = self._recurring[: self._samples]
        return [
            Operation(
                "complete",
                lambda n: store.complete([first[n].id]),
                lambda n: scan.complete(first[n].id, self._now),
            ),
            Operation(
                "complete recurring",
                lambda n: store.complete([recurring[n].id]),
                lambda n: scan.complete(recurring[n].id, self._now),
                times=len(recurring),
            ),
            Operation("reopen", lambda n: store.reopen([first[n].id])),
            Operation(
                "delete",
                lambda n: store.delete([second[n].id]),
                lambda n: scan.change(second[n].id, deleted_at=self._now),
            ),
            Operation(
                "restore",
                lambda n: store.restore([second[n].id]),
                lambda n: scan.change(second[n].id, deleted_at=None),
            ),
        ]

    def _scoped(self) -> list[Operation]:
        scan = self._scan
        tagged = next(t for t in self._plain if t.tags and t.project_id)
        project, tag = str(tagged.project_id), tagged.tags[0]
        name = self._store.project(project).name
        return [
            Operation(
                "list project",
                self._found(f'project:"{name}"'),
                lambda _: scan.in_project(project, PAGE),
            ),
            Operation(
                "list tag",
                self._found(f"#{tag}"),
                lambda _: scan.with_tag(tag, PAGE),
            ),
            Operation(
                "list by filter",
                self._found(f'project:"{name}" #{tag} priority>=high'),
                lambda _: scan.urgent_in(project, tag, PAGE),
            ),
        ]

    def _found(self, text: str, limit: int | None = PAGE) -> Callable[[int], object]:
        query = self._query(text)
        return lambda _: self._store.find(query, limit=limit)

    def _counted(self, text: str) -> Callable[[int], object]:
        query = self._query(text)
        return lambda _: self._store.count(query)

    def _query(self, text: str) -> Query:
        return parse_query(text, self._now)

    def _draft(self) -> TaskDraft:
        return TaskDraft(self._words.title())

    def _full_draft(self) -> TaskDraft:
        return TaskDraft(
            self._words.title(),
            self._words.notes(),
            project=f"Fresh {self._random.randint(1, 5)}",
            due=self._due(3),
            tags=("fresh", "other"),
            reminders=(ReminderDraft(30),),
        )

    def _due(self, days: int) -> Due:
        day = self._now.date() + timedelta(days=1 + days % 100)
        return Due.parse(f"{day}T14:30", ZONE)

    def _make_steps(self) -> None:
        """Leave a mixture of steps for undo and redo."""
        store, tasks = self._store, self._plain[2 * self._samples :]
        for number in range(0, self._samples, 4):
            task = tasks[number % len(tasks)]
            store.add(self._full_draft())
            store.change([task.id], TaskPatch(title=self._words.title()))
            store.complete([task.id])
            store.delete([task.id])
