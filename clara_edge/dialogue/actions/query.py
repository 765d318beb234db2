"""What there is to do: read out, counted, or told of one task."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from clara_edge.dialogue.outcome import Outcome, Tools, remembering, settled
from clara_edge.dialogue.replies import task_lists
from clara_edge.dialogue.replies.names import at, lowered
from clara_edge.domain.conversation import Listing
from clara_edge.domain.intents import Intent, Interpretation, Source
from clara_edge.domain.query import Condition, Field, Operator, Query, State
from clara_edge.domain.reference import find_targets
from clara_edge.domain.tasks import Priority
from clara_edge.domain.when import Relation

from .meant import find_meant, which_one
from .places import facts_of, known_project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.reply import Reply
    from clara_edge.domain.tasks import Project, Task
    from clara_edge.domain.when import When

    from .table import Action

_OVERDUE = re.compile(
    r"\b(?:overdue|past due|late|missed|behind|should have done)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What is asked about: the conditions, and how that is said."""

    query: Query
    place: str
    when: When | None = None
    one_day: bool = False


def query(
    interpretation: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    """Answer what there is to do."""
    if interpretation.variant in {"when", "where"}:
        return _about_one(interpretation, conversation, tools)
    fresh = settled(conversation)
    project = None
    if interpretation.project is not None:
        project = known_project(interpretation.project, tools)
        if project is None:
            known = [other.name for other in tools.tasks.projects()]
            reply = task_lists.no_such_project(interpretation.project, known)
            return Outcome(reply, fresh)
    if interpretation.variant == "count":
        scope = _scope(interpretation, project, tools)
        total = len(_tasks(interpretation, scope, conversation, tools))
        return Outcome(task_lists.task_count(total, scope.place, tools.speaker), fresh)
    name = project.name if project else None
    return read_out(Listing(name, (), interpretation), fresh, tools)


def read_out(listing: Listing, conversation: Conversation, tools: Tools) -> Outcome:
    """Read the next few tasks of a list, whatever was added or done meanwhile."""
    reading = listing.reading or _whole_list(listing.project)
    project = known_project(listing.project, tools) if listing.project else None
    if listing.project and project is None:
        return Outcome(task_lists.end_of_list(), conversation)  # gone since then
    scope = _scope(reading, project, tools)
    tasks = _tasks(reading, scope, conversation, tools)
    left = [task for task in tasks if task.id not in listing.read_ids]
    speaker = tools.speaker
    if not left:
        return Outcome(
            _nothing(reading, scope, tools, goes_on=bool(listing.read_ids)),
            conversation,
        )
    now = left[: speaker.settings.read_at_once]
    read = len(listing.read_ids)
    reply = task_lists.task_list(
        facts_of(now, tools),
        read + len(left),
        scope.place,
        speaker,
        read=read,
        with_time=scope.one_day,
    )
    if not read:
        reply = task_lists.also_overdue(reply, _overdue_before(scope, tools))
    after = remembering(conversation, list(reversed(now)))
    ids = tuple(task.id for task in now)
    after = replace(after, read_out_ids=ids)
    if reply.expects_answer:
        going_on = replace(listing, read_ids=(*listing.read_ids, *ids))
        after = replace(after, pending_question="more", listing=going_on)
    return Outcome(reply, after)


def _whole_list(project: str | None) -> Interpretation:
    """Return the question that older versions kept only the project of."""
    return Interpretation("", Intent.TASK_QUERY, 1.0, Source.RULES, project=project)


def _scope(reading: Interpretation, project: Project | None, tools: Tools) -> _Scope:
    conditions: list[Condition] = []
    words: list[str] = []
    when = reading.when
    if project is not None:
        conditions.append(Condition(Field.PROJECT, (project.id,)))
        words.append(at(project.name))
    if reading.priority is not None:
        levels = _levels(reading.priority)
        conditions.append(Condition(Field.PRIORITY, levels))
        words.append(f"of {reading.priority} priority")
    for tag in reading.tags:
        conditions.append(Condition(Field.TAG, (tag.lstrip("#"),)))
        words.append(f"tagged {lowered(tag.lstrip('#'))}")
    if _OVERDUE.search(reading.text) and not reading.target:
        conditions.append(Condition(Field.IS, (State.OVERDUE,)))
        words.append("overdue")
    if when is not None and when.recurrence is not None:
        conditions.append(Condition(Field.IS, (State.RECURRING,)))
        words.append(tools.speaker.when(when))
        when = None
    elif when is not None and when.at is not None:
        conditions.append(_due_condition(when))
        words.append(_when_words(when, tools))
    conditions = [c for c in conditions if not _is_unknown_tag(c, tools)]
    place = " ".join(words)
    query = Query(tuple(conditions), now=tools.now)
    return _Scope(query, place, when, one_day=_is_one_day(when))


def _is_unknown_tag(condition: Condition, tools: Tools) -> bool:
    """Tell whether no such tag exists: asking the store for it would be an error."""
    if condition.field is not Field.TAG:
        return False
    known = {tag.name.casefold() for tag in tools.tasks.tags()}
    return condition.values[0].casefold() not in known


def _tasks(
    reading: Interpretation, scope: _Scope, conversation: Conversation, tools: Tools
) -> Sequence[Task]:
    if any(t.lstrip("#").casefold() not in _tags(tools) for t in reading.tags):
        return ()
    tasks = [task for task in tools.tasks.find(scope.query) if _is_at(task, scope.when)]
    if reading.target is None and reading.ordinal is None:
        return tasks
    bare = replace(
        reading, when=None, project=None, priority=None, tags=(), amount=None
    )
    targets = find_targets(bare, tasks, conversation, tools.now)
    return targets.found or targets.options


def _tags(tools: Tools) -> set[str]:
    return {tag.name.casefold() for tag in tools.tasks.tags()}


def _levels(priority: Priority) -> tuple[str, ...]:
    """What is urgent counts as important too."""
    if priority is Priority.HIGH:
        return (Priority.HIGH, Priority.URGENT)
    return (priority,)


def _due_condition(when: When) -> Condition:
    first = _day(when.at)
    if when.relation is Relation.BEFORE:
        return Condition(Field.DUE, (first.isoformat(),), Operator.UNTIL)
    if when.relation is Relation.AFTER:
        return Condition(Field.DUE, (first.isoformat(),), Operator.FROM)
    last = first if when.end is None else max(_day(when.end), first)
    return Condition(Field.DUE, (f"{first.isoformat()}..{last.isoformat()}",))


def _is_at(task: Task, when: When | None) -> bool:
    """Tell whether a due time fits a part of a day; whole days fit every part."""
    if when is None or not isinstance(when.at, datetime) or task.due is None:
        return True
    if task.due.time is None:
        return when.end is not None
    moment = datetime.combine(task.due.day, task.due.time)
    if when.relation is Relation.BEFORE:
        return moment <= when.at
    if when.relation is Relation.AFTER:
        return moment >= when.at
    if isinstance(when.end, datetime):
        return when.at <= moment <= when.end
    return moment == when.at or moment in when.alternatives


def _is_one_day(when: When | None) -> bool:
    return (
        when is not None
        and when.relation is None
        and when.at is not None
        and (when.end is None or _day(when.end) == _day(when.at))
    )


def _day(moment: date | None) -> date:
    if isinstance(moment, datetime):
        return moment.date()
    assert moment is not None  # noqa: S101 - the caller saw it
    return moment


def _when_words(when: When, tools: Tools) -> str:
    said = tools.speaker.when(when)
    if when.relation is Relation.BEFORE:
        return f"until {said}"
    if when.relation is Relation.AFTER:
        return f"from {said} on"
    return f"for {said}"


def _nothing(
    reading: Interpretation, scope: _Scope, tools: Tools, *, goes_on: bool
) -> Reply:
    if goes_on:
        return task_lists.end_of_list()
    if reading.target:
        return task_lists.none_like(reading.target, scope.place, tools.speaker)
    nothing = task_lists.nothing_there(scope.place, tools.speaker)
    return task_lists.also_overdue(nothing, _overdue_before(scope, tools))


def _overdue_before(scope: _Scope, tools: Tools) -> int:
    """Count what is overdue from earlier days, where today was asked about."""
    today = tools.now.date()
    if not scope.one_day or scope.when is None or _day(scope.when.at) != today:
        return 0
    earlier = Condition(Field.DUE, (today.isoformat(),), Operator.BEFORE)
    kept = [c for c in scope.query.conditions if c.field is not Field.DUE]
    return tools.tasks.count(Query((*kept, earlier), now=tools.now))


def _about_one(
    reading: Interpretation, conversation: Conversation, tools: Tools
) -> Outcome:
    meant = find_meant(reading, conversation, tools)
    if meant.instead is not None:
        return meant.instead
    facts = facts_of(meant.tasks, tools)
    after = remembering(settled(conversation), meant.tasks)
    if reading.variant == "when":
        return Outcome(task_lists.when_due(facts, tools.speaker), after)
    if len(facts) > 1:
        return which_one(reading, meant.tasks, conversation, tools)
    return Outcome(task_lists.where(facts[0], tools.speaker), after)


ACTIONS: dict[Intent, Action] = {Intent.TASK_QUERY: query}
