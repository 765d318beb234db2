"""What Clara says when tasks were added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.reply import Reply
from clara_edge.domain.tasks import Priority

from .names import at, screen_lines
from .task_facts import extras, moment_of, on_moment, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .speaker import Speaker
    from .task_facts import Facts

# So many tasks with dates of their own are each read back in a sentence.
_EACH = 3
_DATED = (
    "{title} is set for {moment}{extras}.",
    "{title}, {moment}{extras}.",
    "Noted for {moment}: {title}{extras}.",
)
_REPEATED = (
    "{title}, {moment}{extras}, next {first}.",
    "Noted, {moment}: {title}{extras}, next {first}.",
)
_PLACED = ("{title}, {place}.", "Noted {place}: {title}.", "{title} is {place}.")
_PLAIN = ("{title}. Added.", "Noted: {title}.", "{title} is on your list.")
_SEVERAL = ("{titles}{place}{moment}. Added.", "Noted{place}{moment}: {titles}.")


def task_added(facts: Facts, speaker: Speaker, reasons: Sequence[str] = ()) -> Reply:
    """Confirm a stored task with its facts; the screen has the reasons for guesses."""
    task = facts.task
    title = speaker.title(task.title)
    if task.due is None:
        spoken = _undated(facts, title, speaker)
        shown = _undated(facts, task.title, speaker)
    else:
        forms = _DATED if task.recurrence is None else _REPEATED
        brief = ("{title}, {moment}{extras}.",)
        formal = ("I have noted {title} for {moment}{extras}.",)
        if task.recurrence is not None:
            formal = ("I have noted {title}, {moment}{extras}, next {first}.",)
        values = {
            "moment": moment_of(task, speaker),
            "extras": extras(facts, speaker),
            "first": speaker.on(task.due),
        }
        spoken = speaker.pick(forms, brief, formal).format(title=title, **values)
        shown = row(facts, speaker)
    lines = [shown, *(f"  ({reason})" for reason in reasons)]
    return Reply(spoken, "\n".join(lines))


def tasks_added(
    facts: Sequence[Facts], speaker: Speaker, *, known: Sequence[str] = ()
) -> Reply:
    """Confirm several tasks of one breath.

    Args:
        facts: at least one.
        speaker: the manner.
        known: titles that were there already and were not added again.
    """
    first, titles = facts[0], [speaker.title(f.task.title) for f in facts]
    projects = {f.project for f in facts}
    place = at(first.project) if len(projects) == 1 else ""
    moments = {on_moment(f.task, speaker) for f in facts}
    if len(moments) > 1 and len(facts) <= _EACH and not known:
        each = [task_added(f, speaker) for f in facts]
        shown = "\n".join(reply.shown for reply in each)
        return Reply(" ".join(reply.spoken for reply in each), shown)
    moment = moments.pop() if len(moments) == 1 else ""
    values = {
        "titles": _few(titles, speaker),
        "place": f" {place}" if place else "",
        "moment": f", {moment}" if moment else "",
    }
    formal = ("I have noted{place}{moment}: {titles}.",)
    spoken = speaker.pick(_SEVERAL, ("{titles}{place}{moment}.",), formal)
    spoken = spoken.format(**values)
    lines = screen_lines(facts, lambda f: row(f, speaker))
    if known:
        were = speaker.joined([speaker.title(title) for title in known[:3]])
        spoken += f" {were} {'was' if len(known) == 1 else 'were'} there already."
        lines += screen_lines(known, "{}: there already".format)
    return Reply(spoken, "\n".join(lines))


def there_already(facts: Facts, speaker: Speaker) -> Reply:
    """Ask whether to add what is there already."""
    title = speaker.title(facts.task.title)
    place = at(facts.project) or "on your list"
    text = f"{title} is {place} already. Add it again?"
    return Reply(text, text, expects_answer=True)


def all_there(titles: Sequence[str], speaker: Speaker) -> Reply:
    """Say that all of several things are there already."""
    text = f"{_few([speaker.title(t) for t in titles], speaker)} are there already."
    return Reply(text, text)


def _undated(facts: Facts, title: str, speaker: Speaker) -> str:
    task, place = facts.task, at(facts.project)
    forms = _PLACED if place else _PLAIN
    brief = ("{title}, {place}.",) if place else ("{title}. Added.",)
    formal = ("I have noted {title} {place}.",) if place else ("I have noted {title}.",)
    form = speaker.pick(forms, brief, formal)
    said = form.format(title=title, place=place)
    if task.priority is not Priority.MEDIUM:
        said += f" {task.priority.capitalize()}."
    if task.tags and not speaker.brief:
        said += f" Tagged {speaker.joined(task.tags)}."
    if task.estimated_minutes and not speaker.brief:
        said += f" About {speaker.duration(task.estimated_minutes * 60)}."
    return said


def _few(titles: Sequence[str], speaker: Speaker) -> str:
    """Name at most four things for the ear."""
    if len(titles) <= 4:
        return speaker.joined(titles)
    return f"{', '.join(titles[:3])} and {len(titles) - 3} more"
