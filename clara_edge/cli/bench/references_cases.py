"""Utterances about made-up stores, with the tasks that they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from clara_edge.cli.bench.references_noise import misheard
from clara_edge.cli.bench.references_stores import (
    NOW,
    Store,
    make_store,
    make_title,
    reported,
    without_deed,
)
from clara_edge.domain.conversation import Conversation, Pending
from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.domain.tasks import Priority
from clara_edge.domain.when import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from clara_edge.domain.tasks import Task

_SIZES = (5, 20, 60, 200)
_DELETE = Intent.TASK_DELETE
# Word error rates: quiet room, and far away in a noisy one.
_NOISE = (0.0, 0.12, 0.3)
# How often a list has just been read out, and then, how often one of it is meant.
_LISTED = 0.3
_MEANS_LISTED = 0.8
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


@dataclass(frozen=True, slots=True)
class Case:
    """One utterance in one situation."""

    kind: str
    store: Store
    conversation: Conversation
    reading: Interpretation | None
    """None: `said` answers the question that is pending."""
    said: str
    meant: frozenset[str]
    """Ids; empty where no task is meant."""


def make_cases(count: int, seed: int = 1) -> Iterator[Case]:
    """Return so many cases, the same ones for one seed."""
    random = Random(seed)  # noqa: S311 - reproducible, not secret
    for number in range(count):
        store = make_store(random, _SIZES[number % len(_SIZES)])
        kind = _KINDS[number % len(_KINDS)]
        yield kind(random, store)


def _title(random: Random, store: Store) -> Case:
    task = random.choice(store.tasks)
    return _named(random, "title", store, task, task.title)


def _done(random: Random, store: Store) -> Case:
    task = _due_first(random.choice(store.tasks), store)
    said = reported(task.title)
    return _named(random, "title, reported", store, task, said, Intent.TASK_COMPLETE)


def _about(random: Random, store: Store) -> Case:
    task = random.choice(store.tasks)
    said = without_deed(task.title)
    form = random.choice(["{}", "{}", "the {} one", "the {} task", "my {}"])
    return _named(random, "part of a title", store, task, form.format(said))


def _dated(random: Random, store: Store) -> Case:
    dated = [task for task in store.tasks if task.due and task.due.day > NOW.date()]
    if not dated:
        return _about(random, store)
    task = random.choice(dated)
    said = f"on {task.due.day:%B %d}" if task.due else ""
    target = misheard(random, without_deed(task.title), random.choice(_NOISE))
    reading = _reading(f"{target} {said}", target=target, when=resolve(said, NOW))
    return Case("part and date", store, _quiet(), reading, target, _ids([task]))


def _absent(random: Random, store: Store) -> Case:
    have = {frozenset(task.title.lower().split()) for task in store.tasks}
    while True:
        words = frozenset((said := make_title(random)).lower().split())
        if not any(words <= other or other <= words for other in have):
            break
    target = misheard(random, said, random.choice(_NOISE))
    reading = _reading(target, target=target)
    return Case("no such task", store, _quiet(), reading, target, frozenset())


def _pronoun(random: Random, store: Store) -> Case:
    task = random.choice(store.tasks)
    changed = Conversation("c", last_task_ids=(task.id,), changed_ids=(task.id,))
    said = random.choice(["it", "that", "that one", "this one", "the last one"])
    return Case(
        *("it", store, changed, _reading(said, target=said), said, _ids([task]))
    )


def _ordinal(random: Random, store: Store) -> Case:
    listing = random.sample(store.tasks, min(5, len(store.tasks)))
    at = random.randrange(len(listing))
    said, meant = f"the {_ORDINALS[at]} one", [listing[at]]
    kind = random.randrange(5)
    if kind == 0:
        said, meant = "the last one", listing[-1:]
    elif kind == 1:
        said, meant = "the first two", listing[:2]
    elif kind == 2:
        said, meant = "all of them", listing
    elif kind == 3:
        said, meant = f"number {at + 1}", [listing[at]]
    reading = _reading(said, target=said)
    return Case("of a list", store, _listed(listing), reading, said, _ids(meant))


def _filtered(random: Random, store: Store) -> Case:
    project = random.choice(store.projects)
    meant = [
        task
        for task in store.tasks
        if task.project_id == project.id and task.priority is Priority.URGENT
    ]
    said = f"all urgent ones on my {project.name.lower()} list"
    reading = _reading(
        said,
        target="ones",
        amount="all",
        priority=Priority.URGENT,
        project=misheard(random, project.name, random.choice(_NOISE)),
    )
    return Case("all of some kind", store, _quiet(), reading, said, _ids(meant))


def _due_all(random: Random, store: Store) -> Case:
    day = NOW.date() + timedelta(days=random.randrange(1, 6))
    meant = [task for task in store.tasks if task.due and task.due.day == day]
    said = f"on {day:%B %d}"
    reading = _reading(f"all tasks {said}", amount="all", when=resolve(said, NOW))
    return Case("all of a day", store, _quiet(), reading, said, _ids(meant))


def _answer(random: Random, store: Store) -> Case:
    options = random.sample(store.tasks, min(3, len(store.tasks)))
    at = random.randrange(len(options))
    task = options[at]
    said = random.choice(
        [
            f"the {_ORDINALS[at]}",
            f"number {at + 1}",
            misheard(random, without_deed(task.title), random.choice(_NOISE)),
            misheard(random, task.title, random.choice(_NOISE)),
        ]
    )
    asked = Conversation(
        "c", pending=Pending("which_task", None, tuple(t.id for t in options))
    )
    return Case("answer", store, asked, None, said, _ids([task]))


_KINDS: Sequence[Callable[[Random, Store], Case]] = (
    *(_title, _about, _done, _absent, _about, _title, _dated, _pronoun),
    *(_ordinal, _filtered, _due_all, _answer, _done),
)


def _named(
    random: Random,
    kind: str,
    store: Store,
    task: Task,
    words: str,
    intent: Intent = _DELETE,
) -> Case:
    said = misheard(random, words, random.choice(_NOISE))
    reading = _reading(said, intent, target=said)
    conversation = _quiet()
    if random.random() < _LISTED:
        others = random.sample(store.tasks, min(3, len(store.tasks)))
        shown = [task, *others[:2]] if random.random() < _MEANS_LISTED else others
        conversation = _listed(shown)
    return Case(kind, store, conversation, reading, said, _ids([task]))


def _due_first(task: Task, store: Store) -> Task:
    """Of tasks with one title, people report on the one whose day has come."""
    title = task.title.lower()
    same = [other for other in store.tasks if other.title.lower() == title]
    due = [other for other in same if other.due and other.due.day <= NOW.date()]
    return due[0] if due else task


def _reading(text: str, intent: Intent = _DELETE, **slots: object) -> Interpretation:
    return Interpretation(text, intent, 1.0, Source.RULES, **slots)  # type: ignore[arg-type] # slots of several types


def _listed(tasks: Sequence[Task]) -> Conversation:
    ids = tuple(task.id for task in tasks)
    return Conversation("c", last_task_ids=ids, read_out_ids=ids)


def _quiet() -> Conversation:
    return Conversation("c")


def _ids(tasks: Sequence[Task]) -> frozenset[str]:
    return frozenset(task.id for task in tasks)
