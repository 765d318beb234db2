"""The tasks that a command means, by name, by what is known of them, or by pointing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clara_edge.domain.intents import Intent

from ._decide import Candidates
from ._filters import by_attributes, by_project, due_then, person_words
from ._pick import among, any_of, pointed_at
from ._pointing import pointing
from ._words import words_of
from .targets import Targets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Project, Task

    from ._pointing import Pointing

# The time of what was done or is to be undone, rather than when it was due.
_WHEN_IS_NOT_DUE = frozenset({Intent.TASK_COMPLETE, Intent.TASK_REOPEN})
_WHOLE_LIST = re.compile(
    r"\b(?:clear|empty|everything|all|every|tasks|reminders|items|things|ones|todos)\b"
)


def find_targets(
    reading: Interpretation,
    tasks: Sequence[Task],
    conversation: Conversation,
    now: datetime,
    projects: Sequence[Project] | None = None,
) -> Targets:
    """Return the tasks that a reading means.

    Args:
        reading: its target, ordinal and amount; its when, project, priority, tags and
            person narrow them down (priority and tags not where a task is changed).
        tasks: what can be meant, in their natural order.
        conversation: what was said, shown and changed before.
        now: local time, aware.
        projects: needed to look for the project that the reading names. None: the
            caller has already left only tasks of that project.
    """
    return _Search(reading, tasks, conversation, now, projects).result()


@dataclass(frozen=True, slots=True)
class _Search:
    reading: Interpretation
    tasks: Sequence[Task]
    conversation: Conversation
    now: datetime
    projects: Sequence[Project] | None

    def result(self) -> Targets:
        reading = self.reading
        pointed = pointing(reading.target, reading.ordinal, reading.amount)
        literal = self._literal(pointed)
        if literal is not None:
            return literal
        narrowed = self._narrowed()
        words = " ".join((*pointed.words, person_words(reading)))
        if not words.strip():
            return self._without_words(pointed, narrowed)
        found = self._with_words(words, pointed, narrowed)
        if found is not None:
            return found
        return self._in_part(words, pointed, narrowed)

    def _literal(self, pointed: Pointing) -> Targets | None:
        """Return the tasks whose whole title was said, where its words point as well."""
        said = [word.root for word in words_of(self.reading.target or "")]
        if not said or pointed.words or not (pointed.selects or pointed.every):
            return None
        same = [
            task
            for task in self.tasks
            if [word.root for word in words_of(task.title)] == said
        ]
        if not same or (self.reading.ordinal or self.reading.amount):
            return None
        pointed_too = pointed_at(pointed, self.tasks, self.conversation, self.now)
        return any_of(list(dict.fromkeys((*same, *pointed_too.found))))

    @property
    def _has_filters(self) -> bool:
        reading = self.reading
        return bool(reading.when or reading.project or reading.priority or reading.tags)

    def _narrowed(self) -> list[Task]:
        """Return the tasks that satisfy everything that was said besides the words."""
        reading = self.reading
        tasks = by_attributes(reading, self.tasks)
        if reading.project is not None:
            tasks = by_project(reading.project, tasks, self.projects)
        if reading.when is not None:
            condition = due_then(reading.when)
            tasks = [task for task in tasks if condition(task)]
        return tasks

    def _without_words(self, pointed: Pointing, narrowed: list[Task]) -> Targets:
        if pointed.overdue:
            narrowed = [
                task for task in narrowed if task.due and task.due.is_past(self.now)
            ]
        filtered = self._has_filters or pointed.overdue
        if pointed.selects and not (filtered and pointed.places and narrowed):
            picked = pointed_at(pointed, narrowed, self.conversation, self.now)
            if not picked.none or not filtered:
                return picked
        if filtered:
            if pointed.places or pointed.place:
                return among(pointed, narrowed, self.conversation)
            whole = _WHOLE_LIST.search(self.reading.text.lower()) is not None
            several = pointed.several or (whole and self.reading.target is None)
            return among(replace(pointed, several=several), narrowed, self.conversation)
        if pointed.every:
            return Targets(found=tuple(self.tasks))
        return Targets()

    def _with_words(
        self, words: str, pointed: Pointing, narrowed: list[Task]
    ) -> Targets | None:
        """Look among the tasks that satisfy all filters; None if nothing fits well."""
        candidates = Candidates(narrowed, words, self.reading.target or "")
        if candidates.literal:
            pointed = replace(pointed, places=(), place=None, count=None)
        if pointed.every or pointed.several or pointed.both or pointed.count:
            fitting = candidates.all_fitting()
            return among(pointed, fitting, self.conversation) if fitting else None
        best = candidates.best()
        if not best:
            return None
        if pointed.places or pointed.place:
            return among(pointed, candidates.all_fitting(), self.conversation)
        return candidates.decided(self.conversation, self.reading, self.now)

    def _in_part(self, words: str, pointed: Pointing, narrowed: list[Task]) -> Targets:
        """Offer what fits only in part: most of the words, or all but a filter."""
        if self._has_filters:
            elsewhere = Candidates(self.tasks, words, self.reading.target or "")
            if elsewhere.best():
                only_when = self.reading.when and not self.reading.project
                if only_when and self.reading.intent in _WHEN_IS_NOT_DUE:
                    return elsewhere.decided(self.conversation, self.reading, self.now)
                return Targets(options=tuple(elsewhere.best()))
        del pointed
        return Targets(options=tuple(Candidates(narrowed, words, "").perhaps()))
