"""Tasks that are pointed at, out of a list or of what was just spoken of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ._focus import listed, spoken_of
from ._pointing import Place
from .targets import Targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from clara_edge.domain.conversation import Conversation
    from clara_edge.domain.due import Due
    from clara_edge.domain.tasks import Task

    from ._pointing import Pointing

# More than these nobody keeps in mind.
MOST_OPTIONS = 9
# "The new one" is the newest task for so long, if nothing else is known.
_NEW = timedelta(minutes=10)


def pointed_at(
    pointed: Pointing, tasks: Sequence[Task], conversation: Conversation, now: datetime
) -> Targets:
    """Return what is pointed at without any word of a title."""
    order = listed(conversation)
    if pointed.number is not None:
        return _numbered(pointed.number, tasks, order)
    if pointed.place is Place.NEWEST or (pointed.places == (-1,) and not order):
        return _newest(pointed, tasks, conversation, now)
    if pointed.place is Place.NEXT:
        return among(pointed, tasks, conversation)
    known = {task.id: task for task in tasks}
    if pointed.places or pointed.place is Place.MIDDLE:
        return _at_places(pointed, order, known)
    ids = spoken_of(conversation)
    if pointed.rest or pointed.place is Place.OTHER:
        ids = tuple(i for i in order if i not in conversation.changed_ids)
    return _group(pointed, _present(ids, known))


def among(
    pointed: Pointing, tasks: Sequence[Task], conversation: Conversation
) -> Targets:
    """Pick from tasks that all fit what was said, by what else was said."""
    if pointed.places or pointed.place is not None:
        return _in_order(pointed, tasks, conversation)
    return _group(pointed, tasks)


def any_of(tasks: Sequence[Task]) -> Targets:
    """Return one task as found, several as options."""
    if len(tasks) == 1:
        return Targets(found=tuple(tasks))
    return Targets(options=tuple(tasks[:MOST_OPTIONS]))


def _group(pointed: Pointing, tasks: Sequence[Task]) -> Targets:
    """Take all of a group where as many were named, else ask which."""
    if pointed.count is not None and not pointed.every:
        fits = len(tasks) == pointed.count
    elif pointed.both:
        fits = len(tasks) == 2
    else:
        fits = pointed.several or pointed.every or pointed.rest
    return Targets(found=tuple(tasks)) if fits else any_of(tasks)


def _at_places(
    pointed: Pointing, order: Sequence[str], known: Mapping[str, Task]
) -> Targets:
    places = pointed.places
    if pointed.place is Place.MIDDLE:
        places = (len(order) // 2 + 1,) if len(order) % 2 else ()
    ids = [i for place in places if (i := _at(place, order)) is not None]
    if len(ids) < len(places):
        return Targets()
    return Targets(found=tuple(_present(ids, known)))


def _at(place: int, order: Sequence[str]) -> str | None:
    at = place - 1 if place > 0 else len(order) + place
    return order[at] if 0 <= at < len(order) else None


def _numbered(number: int, tasks: Sequence[Task], order: Sequence[str]) -> Targets:
    """Read a number as a place in the list and as the number of a task."""
    at = _at(number, order) if number > 0 else None
    return any_of([task for task in tasks if task.id == at or task.number == number])


def _newest(
    pointed: Pointing, tasks: Sequence[Task], conversation: Conversation, now: datetime
) -> Targets:
    known = {task.id: task for task in tasks}
    recent = conversation.changed_ids or conversation.last_task_ids[:1]
    changed = _present(recent, known)
    if changed:
        return _group(pointed, changed)
    if not tasks:
        return Targets()
    newest = max(tasks, key=lambda task: (task.created_at, task.number))
    if now - newest.created_at <= _NEW:
        return Targets(found=(newest,))
    return Targets(options=(newest,))


def _in_order(
    pointed: Pointing, tasks: Sequence[Task], conversation: Conversation
) -> Targets:
    """Take the first, the last or the next of some tasks, if they have an order."""
    order = listed(conversation)
    ranked: list[Task]
    if pointed.place is Place.NEWEST:
        ranked = sorted(tasks, key=lambda task: (task.created_at, task.number))[-1:]
        return Targets(found=tuple(ranked))
    if pointed.place not in {None, Place.NEXT}:
        return any_of(tasks)
    if pointed.place is None and all(task.id in order for task in tasks):
        ranked = sorted(tasks, key=lambda task: order.index(task.id))
    else:
        ranked = [task for task in tasks if task.due is not None]
        ranked.sort(key=_due)
        if len({_due(task) for task in ranked}) < len(ranked) or (
            pointed.places and len(ranked) < len(tasks)
        ):
            return any_of(tasks)
    ids = [task.id for task in ranked]
    places = pointed.places if pointed.place is None else (1,)
    picked = [i for place in places if (i := _at(place, ids)) is not None]
    if len(picked) < len(places):
        return any_of(tasks) if len(tasks) == 1 else Targets(options=tuple(tasks))
    return Targets(found=tuple(_present(picked, {task.id: task for task in tasks})))


def _due(task: Task) -> tuple[str, str]:
    due: Due | None = task.due
    return ("", "") if due is None else (due.day.isoformat(), due.text)


def _present(ids: Iterable[str], known: Mapping[str, Task]) -> list[Task]:
    return [known[i] for i in dict.fromkeys(ids) if i in known]
