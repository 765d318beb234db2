"""What Clara asks before anything is done to tasks."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from clara_edge.domain.reply import Reply
from clara_edge.domain.schedule import choices
from clara_edge.domain.when import Ask

from .names import at, lowered, owned, screen_lines
from .task_facts import row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.tasks import Task
    from clara_edge.domain.when import When

    from .speaker import Speaker
    from .task_facts import Facts

# more readings than this are not told apart by ear
_READ_OPTIONS = 3


def which_title(project: str | None) -> Reply:
    """Ask for the title that was not said."""
    return _ask(
        f"What should I add to {owned(project)}?" if project else "What should I add?"
    )


def which_list(new: str, near: str | None, speaker: Speaker) -> Reply:
    """Ask before a spoken name makes a list: the recogniser may have written another."""
    if near is None:
        lead = speaker.pick(("Shall I", "Should I"), ("Shall I",))
        return _ask(f"There is no {lowered(new)} yet. {lead} start it?")
    return _ask(f"There is no {lowered(new)}. Do you mean {near}?")


def which_moment(when: When, speaker: Speaker) -> Reply:
    """Ask which of several readings was meant, with each of them read out."""
    if when.ask is Ask.REPEAT and when.at is not None:
        return _ask(f"Once, {speaker.on(when.at)}, or every time?")
    moments = choices(when)[:_READ_OPTIONS]
    options = list(dict.fromkeys(_told_apart(moments, speaker)))
    if len(options) < 2:
        return _ask(f"Do you mean {speaker.when(when)}?")
    return _ask(f"Do you mean {speaker.joined(options, 'or')}?")


def when_exactly(speaker: Speaker) -> Reply:
    """Ask for a date that could not be read."""
    return _ask(
        speaker.pick(
            ("When exactly?", "I did not get the date. When?"),
            ("When?",),
            ("For when, please?",),
        )
    )


def in_the_past(when: When, speaker: Speaker) -> Reply:
    """Say that a date is over, and ask for another one."""
    moment = "That time" if when.at is None else speaker.due(when.at)
    moment = moment[:1].upper() + moment[1:]
    return _ask(f"{moment} is over already. When should it be?")


def which_task(options: Sequence[Facts], speaker: Speaker) -> Reply:
    """Ask which of several tasks was meant; of a single one, whether it was that."""
    said = [_named(facts, options, speaker) for facts in options[:_READ_OPTIONS]]
    if len(options) == 1:
        return _ask(f"Do you mean {said[0]}?")
    more = len(options) - len(said)
    if more > 0:
        said.append(f"one of {more} others")
    spoken = f"Which one: {speaker.joined(said, 'or')}?"
    lines = [f"  {n}. {row(facts, speaker)}" for n, facts in enumerate(options, 1)]
    return Reply(spoken, "\n".join(["Which one?", *lines]), expects_answer=True)


def which_to_delete() -> Reply:
    """Ask for the task that was not named."""
    return _ask("What should I delete?")


def sure_to_delete(tasks: Sequence[Task], where: str, speaker: Speaker) -> Reply:
    """Ask before several tasks go; `where` is "on your shopping list" or ""."""
    titles = [speaker.title(task.title) for task in tasks[:_READ_OPTIONS]]
    count = f"{len(tasks)} tasks" if len(tasks) > 1 else "one task"
    more = len(tasks) - len(titles)
    names = speaker.joined([*titles, f"{more} more"] if more else titles)
    place = f" {where}" if where else ""
    spoken = f"Delete {count}{place}: {names}?"
    rows = screen_lines(tasks, lambda task: f"  {task.title}")
    lines = [f"Delete {count}{place}?", *rows]
    return Reply(spoken, "\n".join(lines), expects_answer=True)


def sure_to_delete_project(name: str) -> Reply:
    """Ask before an empty project goes."""
    return _ask(f"Nothing is open {at(name)}. Delete {owned(name)} itself?")


def sure(what: str) -> Reply:
    """Ask whether something that was only half understood is to be done."""
    return _ask(what)


def what_to_change(title: str, speaker: Speaker) -> Reply:
    """Say that it is not clear what to change."""
    return _ask(f"What should I change about {speaker.quoted(title)}?")


def _told_apart(moments: Sequence[date], speaker: Speaker) -> list[str]:
    """Say only what differs: the times of one day, the days of one time, or all."""
    timed = [m for m in moments if isinstance(m, datetime)]
    if len(timed) == len(moments) and len({m.date() for m in timed}) == 1:
        return [speaker.time(m) for m in timed]
    if len(timed) == len(moments) and len({m.time() for m in timed}) == 1:
        return [speaker.day(m.date()) for m in timed]
    return [speaker.due(m) for m in moments]


def _named(facts: Facts, among: Sequence[Facts], speaker: Speaker) -> str:
    """Name a task, with its date or place where the title alone does not tell it apart."""
    task = facts.task
    title = speaker.title(task.title)
    alike = [other for other in among if other.task.title == task.title]
    if len(alike) == 1:
        return title
    if len({other.task.due for other in alike}) > 1:
        moment = speaker.due(task.due) if task.due else "without a date"
        return f"{title}, {moment}"
    return f"{title} {at(facts.project)}".rstrip() or title


def _ask(text: str) -> Reply:
    return Reply(text, text, expects_answer=True)
