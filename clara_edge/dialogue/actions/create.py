"""Adding tasks: all of one breath in one step."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from clara_edge.dialogue.asking import (
    REPEATING,
    WHICH_DATE,
    WHICH_TITLE,
    asking,
    confirming,
)
from clara_edge.dialogue.outcome import (
    SPOKEN,
    Outcome,
    Tools,
    remembering,
    settled,
)
from clara_edge.dialogue.replies import task_added, task_questions
from clara_edge.domain.conversation import Pending
from clara_edge.domain.drafts import TaskDraft
from clara_edge.domain.intents import Intent
from clara_edge.domain.query import Condition, Field, Query
from clara_edge.domain.reference import nearest_project
from clara_edge.domain.reply import Change, ChangeKind
from clara_edge.domain.schedule import is_past, minutes, schedule
from clara_edge.domain.tasks import Priority, folded_name, sentence_case

from .places import facts_of, filed, known_project, names_of, new_name, said_of_it

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.dialogue.outcome import Filing
    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Task
    from clara_edge.domain.when import When

    from .table import Action

_SELF = frozenset(
    ["i", "me", "my", "mine", "myself", "us", "we", "our", "ours", "you", "your"]
)
# The search takes no longer texts, and nobody says one twice.
_COMPARED_CHARS = 100
_REMIND = re.compile(
    r"\b(?:remind|reminder|reminders|forget|remember)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be added, and why something was guessed."""

    draft: TaskDraft
    reasons: tuple[str, ...]


def create(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Add what was said, or ask for what is missing; see create_all."""
    return create_all([interpretation], conversation, tools)


def create_all(
    readings: Sequence[Interpretation], conversation: Conversation, tools: Tools
) -> Outcome:
    """Add the tasks of several commands as one step.

    The first reading that needs an answer is asked about, and nothing is added before.
    """
    for reading in readings:
        question = _question(reading, readings, conversation, tools)
        if question is not None:
            return question
    wanted = [one for reading in readings for one in wanted_of(reading, tools)]
    there = {} if tools.confirmed else _there_already(wanted, tools)
    if there and len(wanted) == 1:
        (task,) = there.values()
        (facts,) = facts_of([task], tools)
        reply = task_added.there_already(facts, tools.speaker)
        return confirming(reply, readings[0], conversation)
    new = [one for one in wanted if _key(one.draft) not in there]
    if not new:
        titles = [task.title for task in there.values()]
        reply = task_added.all_there(titles, tools.speaker)
        return Outcome(reply, remembering(settled(conversation), list(there.values())))
    return _add(new, [t.title for t in there.values()], conversation, tools)


def _question(
    reading: Interpretation,
    readings: Sequence[Interpretation],
    conversation: Conversation,
    tools: Tools,
) -> Outcome | None:
    """Ask for what is missing or unclear; None if nothing is."""
    rest = tuple(other for other in readings if other is not reading)
    asked = replace(reading, also=(*rest, *reading.also))
    if not _titles(reading):
        pending = Pending(WHICH_TITLE, asked)
        outcome = asking(
            task_questions.which_title(reading.project), pending, conversation
        )
        # phrase rules read a bare answer by these
        waiting = replace(outcome.conversation, pending_project=reading.project)
        return replace(outcome, conversation=waiting)
    return _ask_list(reading, asked, conversation, tools) or ask_when(
        reading.when, asked, conversation, tools
    )


def _ask_list(
    reading: Interpretation,
    asked: Interpretation,
    conversation: Conversation,
    tools: Tools,
) -> Outcome | None:
    """Ask whether a spoken name is to make another list; None if it makes none.

    The first one of all is made without a question: nothing else can be meant.
    """
    if tools.origin != SPOKEN or tools.confirmed or not reading.project:
        return None
    projects = tools.tasks.projects()
    name = new_name(reading.project, reading.text)
    if name is None or not projects or known_project(reading.project, tools):
        return None
    near = nearest_project(reading.project, projects)
    question = task_questions.which_list(
        name, None if near is None else near.name, tools.speaker
    )
    if near is not None:
        asked = replace(asked, project=near.name)
    return confirming(question, asked, conversation)


def ask_when(
    when: When | None,
    reading: Interpretation,
    conversation: Conversation,
    tools: Tools,
) -> Outcome | None:
    """Ask about a date that is unclear, unread or over; None if it can be used."""
    speaker = tools.speaker
    if when is not None and when.ask is not None and when.at is not None:
        question = task_questions.which_moment(when, speaker)
        return asking(question, Pending(str(when.ask), reading), conversation)
    if when is None and (reading.ask or "").startswith(("which_", REPEATING)):
        if reading.ask in {"which_time", "which_day", WHICH_DATE}:
            question = task_questions.when_exactly(speaker)
            return asking(question, Pending(WHICH_DATE, reading), conversation)
        return None
    if when is not None and is_past(when, tools.now) and not tools.confirmed:
        question = task_questions.in_the_past(when, speaker)
        return asking(question, Pending(WHICH_DATE, reading), conversation)
    return None


def _titles(reading: Interpretation) -> tuple[str, ...]:
    titles = reading.items or ((reading.title,) if reading.title else ())
    return tuple(title for title in titles if title.strip())


def wanted_of(reading: Interpretation, tools: Filing) -> list[Wanted]:
    """Return the tasks that a reading says, with what it leaves open guessed."""
    reading = filed(reading, tools)
    dates = schedule(reading.when, tools.now, remind=bool(_REMIND.search(reading.text)))
    project, tail = _project(reading, tools)
    draft = TaskDraft(
        "",
        project=project,
        priority=reading.priority or Priority.MEDIUM,
        due=dates.due,
        recurrence=dates.recurrence,
        reminders=dates.reminders,
        tags=reading.tags,
        estimated_minutes=_estimate(reading),
    )
    wanted = []
    for said in _titles(reading):
        title = sentence_case(f"{_with_person(said, reading)}{tail}")
        filled = tools.assistant.filled(replace(draft, title=title), tools.now)
        wanted.append(Wanted(filled.draft, filled.reasons))
    return wanted


def _project(reading: Interpretation, tools: Filing) -> tuple[str | None, str]:
    """Return the name of the project, and what goes into the title in its stead."""
    if reading.project is None or not reading.project.strip():
        return None, ""
    known = known_project(reading.project, tools)
    if known is not None:
        return known.name, ""
    name = new_name(reading.project, reading.text)
    return (
        (name, "") if name else (None, f" {said_of_it(reading.project, reading.text)}")
    )


def _with_person(title: str, reading: Interpretation) -> str:
    """Put the person into the title whom somebody else is to remind."""
    person = (reading.person or "").strip()
    if not person or set(person.lower().replace("'s", "").split()) <= _SELF:
        return title
    if person.lower() in title.lower():
        return title
    about = re.search(rf"\babout\s+{re.escape(title)}", reading.text, re.IGNORECASE)
    return f"remind {person} {'about' if about else 'to'} {title}"


def _estimate(reading: Interpretation) -> int | None:
    duration = reading.duration
    if duration is not None and duration.seconds > 0:
        return minutes(duration.seconds)
    when = reading.when
    if when is None or not when.duration_s or when.duration_s <= 0:
        return None
    return minutes(when.duration_s)


def _key(draft: TaskDraft) -> tuple[str, str, object]:
    return folded_name(draft.title), folded_name(draft.project or ""), draft.due


def _there_already(
    wanted: Sequence[Wanted], tools: Tools
) -> dict[tuple[str, str, object], Task]:
    """Return the open tasks with the same title, project and date."""
    keys = {_key(one.draft) for one in wanted}
    projects = {p.id: p.name for p in tools.tasks.projects(archived=True)}
    there: dict[tuple[str, str, object], Task] = {}
    for one in wanted:
        title = one.draft.title
        if len(title) > _COMPARED_CHARS or not any(c.isalnum() for c in title):
            continue
        conditions = (Condition(Field.TEXT, (title,)),)
        for task in tools.tasks.find(Query(conditions)):
            place = projects.get(task.project_id or "", "")
            key = (folded_name(task.title), folded_name(place), task.due)
            if key in keys:
                there[key] = task
    return there


def _add(
    new: Sequence[Wanted],
    known: Sequence[str],
    conversation: Conversation,
    tools: Tools,
) -> Outcome:
    before = {project.id for project in tools.tasks.projects(archived=True)}
    tasks = list(tools.tasks.add(*(one.draft for one in new)))
    facts = facts_of(tasks, tools)
    changes = _made(tasks, before, tools)
    changes += [Change(ChangeKind.TASK_CREATED, task.id, task.title) for task in tasks]
    if len(tasks) == 1 and not known:
        reply = task_added.task_added(facts[0], tools.speaker, new[0].reasons)
    else:
        reply = task_added.tasks_added(facts, tools.speaker, known=known)
    after = remembering(settled(conversation), tasks)
    ids = tuple(task.id for task in tasks)
    return Outcome(reply, replace(after, changed_ids=ids), tuple(changes))


def _made(tasks: Sequence[Task], before: set[str], tools: Tools) -> list[Change]:
    made = {task.project_id for task in tasks if task.project_id} - before
    names = names_of(tools) if made else {}
    return [
        Change(ChangeKind.PROJECT_CREATED, identity, names[identity])
        for identity in made
        if identity in names
    ]


ACTIONS: dict[Intent, Action] = {Intent.TASK_CREATE: create}
