"""Changing tasks: date, repetition, title, priority, project, tags."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from clara_edge.dialogue.asking import asking
from clara_edge.dialogue.outcome import Outcome, Tools, remembering, settled
from clara_edge.dialogue.replies import task_changes, task_questions
from clara_edge.domain.conversation import Pending
from clara_edge.domain.drafts import ReminderDraft, TaskPatch
from clara_edge.domain.intents import Intent
from clara_edge.domain.recurrence import Recurrence
from clara_edge.domain.reply import Change, ChangeKind
from clara_edge.domain.schedule import minutes, moved_due, moved_reminders, schedule
from clara_edge.domain.tasks import folded_name, sentence_case

from .create import ask_when
from .meant import changed_now, find_meant
from .places import facts_of, known_project, new_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.dialogue.replies.task_facts import Facts
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.due import Due
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Task
    from clara_edge.domain.when import When

    from .table import Action

WHAT_TO_CHANGE = "what_to_change"
"""The answer says what is new: a date, a priority, a title."""


@dataclass(frozen=True, slots=True)
class _News:
    """What is new about a task, and how that is said."""

    patch: TaskPatch
    words: tuple[str, ...]


def update(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Change the tasks that are meant alike."""
    reading = _with_new_date(interpretation)
    unclear = ask_when(reading.new_when, reading, conversation, tools)
    if unclear is not None and not _stays_on_its_day(reading.new_when):
        return unclear
    meant = find_meant(reading, conversation, tools)
    if meant.instead is not None:
        return meant.instead
    return change_tasks(reading, meant.tasks, conversation, tools)


def change_tasks(
    reading: Interpretation,
    tasks: Sequence[Task],
    conversation: Conversation,
    tools: Tools,
) -> Outcome:
    """Change these tasks as a reading says, in one step."""
    news = {task.id: _news(reading, task, tools) for task in tasks}
    news = {task_id: one for task_id, one in news.items() if one.patch != TaskPatch()}
    if not news:
        return _nothing_new(reading, tasks, conversation, tools)
    changed = tools.tasks.change_each({i: one.patch for i, one in news.items()})
    by_id = {task.id: task for task in changed}
    after = [by_id.get(task.id, task) for task in tasks]
    facts = facts_of(after, tools)
    by_words: dict[tuple[str, ...], list[Facts]] = {}
    for one in facts:
        # what is like that already is told with the rest
        words = news[one.task.id].words if one.task.id in news else ()
        by_words.setdefault(words or next(iter(news.values())).words, []).append(one)
    reply = task_changes.changed(by_words, tasks[0].title, tools.speaker)
    kept = remembering(settled(conversation), after)
    return Outcome(
        reply,
        changed_now(kept, [task.id for task in after]),
        tuple(Change(ChangeKind.TASK_UPDATED, task.id, task.title) for task in changed),
    )


def _with_new_date(reading: Interpretation) -> Interpretation:
    """Take a date for the new one where only one was said: "move it to Friday"."""
    if reading.new_when is not None or reading.when is None:
        return reading
    others = (
        reading.new_title,
        reading.new_project,
        reading.new_person,
        reading.priority,
        reading.tags,
        reading.duration,
    )
    if any(others):
        return reading
    return replace(reading, new_when=reading.when, when=None)


def _stays_on_its_day(when: When | None) -> bool:
    """Tell whether it is a shift ("by an hour"), which needs no day."""
    return when is not None and when.at is None and when.duration_s is not None


def _news(reading: Interpretation, task: Task, tools: Tools) -> _News:
    patch, words = TaskPatch(), []
    if reading.new_when is not None:
        patch, said = _dates(reading.new_when, task, tools)
        words += said
    if reading.new_title:
        title = sentence_case(reading.new_title.strip())
        patch = replace(patch, title=title) if title != task.title else patch
    if reading.priority is not None and reading.priority is not task.priority:
        patch = replace(patch, priority=reading.priority)
        words.append(f"{reading.priority} priority")
    if reading.new_project:
        known = known_project(reading.new_project, tools)
        name = known.name if known else new_name(reading.new_project, reading.text)
        name = name or sentence_case(reading.new_project)
        if known is None or known.id != task.project_id:
            patch = replace(patch, project=name)
            words.append(task_changes.moved_to(name))
    if {folded_name(tag) for tag in reading.tags} - set(map(folded_name, task.tags)):
        patch = replace(patch, add_tags=reading.tags)
        words.append(f"tagged {tools.speaker.joined(reading.tags)}")
    if reading.new_person and reading.new_person.lower() not in task.title.lower():
        title = patch.title if isinstance(patch.title, str) else task.title
        patch = replace(patch, title=f"{title} ({reading.new_person.strip()})")
    if reading.duration is not None and reading.duration.seconds > 0:
        size = minutes(reading.duration.seconds)
        if size != task.estimated_minutes:
            patch = replace(patch, estimated_minutes=size)
            words.append(f"about {tools.speaker.duration(size * 60)}")
    return _News(patch, tuple(words))


def _dates(when: When, task: Task, tools: Tools) -> tuple[TaskPatch, list[str]]:
    speaker, now = tools.speaker, tools.now
    had = tuple(ReminderDraft(r.minutes_before, r.at) for r in task.reminders)
    if when.recurrence is not None:
        dates = schedule(when, now, remind=False)
        due = dates.due
        if due is not None and due.time is None and task.due is not None:
            # "every Monday" leaves the hour as it was
            due = _first_slot(due, task.due, when.recurrence, now)
        recurrence = None if due is None else Recurrence(due, rule=when.recurrence)
        if (due, recurrence) == (task.due, task.recurrence):
            return TaskPatch(), []
        patch = TaskPatch(due=due, recurrence=recurrence)
        words = [] if recurrence is None else [speaker.repeat(recurrence)]
    else:
        due = moved_due(task.due, when, now)
        if due is None or due == task.due:
            return TaskPatch(), []
        patch, words = TaskPatch(due=due), [f"set for {speaker.due(due)}"]
    reminders = moved_reminders(had, task.due, due, now)
    if reminders != had:
        patch = replace(patch, reminders=reminders)
    return patch, words


def _first_slot(due: Due, had: Due, rule: str, now: datetime) -> Due:
    """Return when a new rule begins that names no hour, and perhaps no day."""
    timed = replace(due, time=had.time, zone=had.zone)
    if "BY" not in rule and "DAILY" not in rule and due.day <= now.date() <= had.day:
        # "every two weeks" leaves the day as it was as well
        return had
    if due.day == now.date() and "DAILY" in rule and timed.is_past(now):
        return replace(timed, day=due.day + timedelta(days=1))
    return timed


def _nothing_new(
    reading: Interpretation,
    tasks: Sequence[Task],
    conversation: Conversation,
    tools: Tools,
) -> Outcome:
    said = (
        *(reading.new_when, reading.priority, reading.new_project, reading.new_title),
        *(reading.duration, reading.new_person, reading.tags or None),
    )
    if any(value is not None for value in said):
        reply = task_changes.unchanged(tasks, tools.speaker)
        return Outcome(reply, remembering(settled(conversation), tasks))
    question = task_questions.what_to_change(tasks[0].title, tools.speaker)
    ids = tuple(task.id for task in tasks)
    return asking(question, Pending(WHAT_TO_CHANGE, reading, ids), conversation)


ACTIONS: dict[Intent, Action] = {Intent.TASK_UPDATE: update}
