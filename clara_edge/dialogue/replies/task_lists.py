"""What Clara says of tasks and projects that somebody asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from clara_edge.domain.reply import Reply
from clara_edge.domain.tasks import sentence_case

from .names import at, joined, lowered, owned, screen_lines
from .task_facts import moment_of, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clara_edge.domain.tasks import Project

    from .speaker import Speaker
    from .task_facts import Facts

_NAMED_PROJECTS = 3
# The notes of a task can be long; a screen shows them whole.
_SPOKEN_NOTES_WORDS = 25


def task_list(
    facts: Sequence[Facts],
    total: int,
    place: str,
    speaker: Speaker,
    *,
    read: int = 0,
    with_time: bool = False,
) -> Reply:
    """Read out some tasks.

    Args:
        facts: those to read now.
        total: how many there are, with those that were read before.
        place: where they are: "on your shopping list", "for tomorrow".
        speaker: the manner.
        read: how many were read before.
        with_time: say the time of day of each, as of the tasks of one day.
    """
    titles = [_spoken(f, speaker, with_time=with_time) for f in facts]
    spoken = speaker.chunk(titles, total, place=place, read=read)
    left = total - read - len(facts)
    head = f"{left + len(facts)} more" if read else f"{total} open"
    lines = [f"{head} {place}".rstrip() + ":"]
    lines += [f"  {row(_elsewhere(f, place), speaker)}" for f in facts]
    if left > 0:
        lines.append(f"{left} more?")
    return Reply(spoken, "\n".join(lines), expects_answer=left > 0)


def task_count(total: int, place: str, speaker: Speaker) -> Reply:
    """Say how many tasks are open."""
    noun = "task" if total == 1 else "tasks"
    text = f"{total or 'No'} open {noun} {place}".rstrip() + "."
    del speaker
    return Reply(text, text)


def nothing_open(project: str | None, speaker: Speaker) -> Reply:
    """Say that a list has nothing to read."""
    return nothing_there(at(project), speaker)


def nothing_there(place: str, speaker: Speaker) -> Reply:
    """Say that there is nothing to read; `place` is "for tomorrow" or ""."""
    if place == "overdue":
        return Reply("Nothing is overdue.", "Nothing is overdue.")
    place = f" {place}" if place else ""
    forms: tuple[str, ...] = (f"Nothing to do{place}.", f"No open tasks{place}.")
    if not place or place.startswith((" on", " in ")):
        forms = (*forms, f"All done{place}.")
    text = speaker.pick(forms, (f"Nothing{place}.",), (f"There is nothing{place}.",))
    return Reply(text, text)


def none_like(words: str, place: str, speaker: Speaker) -> Reply:
    """Say that no open task is called like that."""
    name = " ".join(words.split()[:8])
    place = f" {place}" if place else ""
    text = speaker.pick((f"No, nothing like '{name}'{place}.",), (f"No{place}.",))
    return Reply(text, text)


def end_of_list() -> Reply:
    """Say that the list was read to its end."""
    return Reply("That was all.", "That was all.")


def when_due(facts: Sequence[Facts], speaker: Speaker) -> Reply:
    """Say when tasks are due."""
    said = []
    for f in facts[:3]:
        moment = moment_of(f.task, speaker)
        if f.task.recurrence is not None and f.task.due is not None:
            moment += f", next {speaker.on(f.task.due)}"
        title = speaker.title(f.task.title)
        said.append(f"{title}: {moment}." if moment else f"{title} has no date.")
    lines = screen_lines(facts, lambda f: row(f, speaker))
    return Reply(" ".join(said), "\n".join(lines))


def where(facts: Facts, speaker: Speaker) -> Reply:
    """Say what is noted about a task, or that no place is."""
    title = speaker.title(facts.task.title)
    notes = " ".join(facts.task.description.split())
    if not notes:
        text = f"No place is noted for {title}."
        return Reply(text, text)
    words = notes.split()
    short = " ".join(words[:_SPOKEN_NOTES_WORDS])
    if len(words) > _SPOKEN_NOTES_WORDS:
        short += " and so on"
    return Reply(f"{title}: {short}.", f"{facts.task.title}\n  {notes}")


def also_overdue(reply: Reply, count: int) -> Reply:
    """Add that other tasks are overdue."""
    if count < 1:
        return reply
    are = "One more is" if count == 1 else f"{count} more are"
    text = f"{are} overdue."
    if reply.expects_answer:
        return reply
    return Reply(f"{reply.spoken} {text}", f"{reply.shown}\n{text}")


def no_such_project(name: str, known: Sequence[str]) -> Reply:
    """Say that there is no such project, and which there are."""
    text = f"You have no {lowered(' '.join(name.split()[:8]))} yet."
    if known:
        names = [owned(other) for other in known[:_NAMED_PROJECTS]]
        text += f" There is {joined(names)}."
    return Reply(text, text)


def project_made(name: str, speaker: Speaker) -> Reply:
    """Confirm a new project."""
    forms = (f"{name} is ready.", f"New: {owned(name)}.")
    text = speaker.pick(forms, (f"{name}: ready.",), (f"I have started {name}.",))
    text = sentence_case(text)
    return Reply(text, text)


def project_there(name: str) -> Reply:
    """Say that a project of this name is there already."""
    text = f"You have {owned(name)} already."
    return Reply(text, text)


def project_deleted(name: str) -> Reply:
    """Confirm that a project is gone."""
    text = sentence_case(f"{owned(name)} is deleted.")
    return Reply(text, text)


def which_project() -> Reply:
    """Ask how a new project is to be called."""
    text = "What should it be called?"
    return Reply(text, text, expects_answer=True)


def projects(
    found: Sequence[Project], counts: Sequence[int], speaker: Speaker
) -> Reply:
    """Say which projects there are, and how much is open in each."""
    if not found:
        text = "You have no lists or projects yet."
        return Reply(text, text)
    named = [
        f"{project.name}, {count} open" if count else f"{project.name}, nothing open"
        for project, count in zip(found, counts, strict=True)
    ]
    read = speaker.settings.read_at_once
    noun = "list or project" if len(found) == 1 else "lists and projects"
    head = f"{len(found)} {noun}: " if len(found) > 1 else ""
    more = f"; and {len(named) - read} more" if len(named) > read else ""
    spoken = f"{head}{'; '.join(named[:read])}{more}."
    lines = screen_lines(named, "  {}".format)
    return Reply(spoken, "\n".join([f"{len(found)} {noun}:", *lines]))


def project_state(name: str, *, opened: int, done: int, overdue: int) -> Reply:
    """Say how a project is going."""
    if not opened and not done:
        text = f"Nothing is {at(name)} yet."
    elif not opened:
        text = f"All {done} are done {at(name)}."
    else:
        text = f"{opened} open and {done} done {at(name)}"
        text += f", {overdue} overdue." if overdue else "."
    text = sentence_case(text)
    return Reply(text, text)


def _elsewhere(facts: Facts, place: str) -> Facts:
    """Leave the project out that the head of a list names already."""
    said = at(facts.project)
    return replace(facts, project=None) if said and said in place else facts


def _spoken(facts: Facts, speaker: Speaker, *, with_time: bool) -> str:
    task = facts.task
    title = speaker.title(task.title)
    if with_time and task.due is not None and task.due.time is not None:
        return f"{title} at {speaker.time(task.due.time)}"
    if speaker.thorough and task.due is not None:
        return f"{title}, {speaker.due(task.due)}"
    return title
