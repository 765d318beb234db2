"""What Clara says when tasks were done, changed or deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clara_edge.domain.reply import Reply

from .names import at, screen_lines
from .task_facts import row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from clara_edge.domain.intents import Interpretation
    from clara_edge.domain.tasks import Task

    from .speaker import Speaker
    from .task_facts import Facts

_NAMED = 3
_SPOKEN_WORDS = 8
# More dates than these at once are for the screen.
_NEWS_SAID = 2


def completed(
    tasks: Sequence[Task], spawned: Sequence[Task], speaker: Speaker
) -> Reply:
    """Confirm what is done; of what comes back, when."""
    names = _names(tasks, speaker)
    forms = (f"{names}: done.", f"Done: {names}.", f"Ticked off: {names}.")
    spoken = speaker.pick(forms, (f"{names}: done.",), (f"I have ticked off {names}.",))
    shown = _shown("Done", tasks)
    if len(spawned) == 1 and spawned[0].due is not None:
        spoken += f" Next {speaker.on(spawned[0].due)}."
    for task in spawned:
        if task.due is not None:
            shown += f"\n  next: {speaker.due_shown(task.due)}"
    return Reply(spoken, shown)


def reopened(tasks: Sequence[Task], speaker: Speaker) -> Reply:
    """Confirm what is open again."""
    names, are = _names(tasks, speaker), _are(tasks)
    forms = (f"{names} {are} open again.", f"{names} {are} back on your list.")
    spoken = speaker.pick(forms, (f"{names}: open again.",))
    return Reply(spoken, _shown("Open again", tasks))


def deleted(tasks: Sequence[Task], speaker: Speaker) -> Reply:
    """Confirm what went to the trash."""
    names, are = _names(tasks, speaker), _are(tasks)
    forms = (f"{names} {are} deleted.", f"Deleted: {names}.")
    spoken = speaker.pick(forms, (f"{names}: deleted.",), (f"I have deleted {names}.",))
    return Reply(spoken, _shown("Deleted", tasks))


def changed(
    facts: Mapping[tuple[str, ...], Sequence[Facts]], old_title: str, speaker: Speaker
) -> Reply:
    """Confirm a change.

    Args:
        facts: the tasks as they are now, by what is new about them: "tomorrow at 5 pm",
            "urgent"; at least one.
        old_title: what the first task was called, said if that changed.
        speaker: the manner.
    """
    every = [one for alike in facts.values() for one in alike]
    shown = "\n".join(screen_lines(every, lambda f: row(f, speaker)))
    if len(facts) > _NEWS_SAID:
        names, are = _names([f.task for f in every], speaker), "are changed"
        return Reply(f"{names} {are}.", shown)
    said = [
        _changed(alike, words, old_title, speaker) for words, alike in facts.items()
    ]
    return Reply(" ".join(said), shown)


def _changed(
    facts: Sequence[Facts], what: Sequence[str], old_title: str, speaker: Speaker
) -> str:
    tasks = [f.task for f in facts]
    names, are, news = _names(tasks, speaker), _are(tasks), ", ".join(what)
    if not what or (len(tasks) == 1 and tasks[0].title != old_title):
        return f"{', '.join([f'{speaker.title(old_title)} is now {names}', *what])}."
    forms = (f"{names} {are} now {news}.", f"Changed: {names}, {news}.")
    formal = (f"I have changed {names}: {news}.",)
    return speaker.pick(forms, (f"{names}: {news}.",), formal)


def moved_to(project: str) -> str:
    """Return where a task is now: "on your party list"."""
    return at(project)


def unchanged(tasks: Sequence[Task], speaker: Speaker) -> Reply:
    """Say that it is like that already."""
    text = f"{_names(tasks, speaker)} {_are(tasks)} like that already."
    return Reply(text, text)


def done_already(task: Task, speaker: Speaker) -> Reply:
    """Say that a task was ticked off before."""
    text = f"{speaker.title(task.title)} is done already."
    return Reply(text, text)


def open_already(task: Task, speaker: Speaker) -> Reply:
    """Say that a task was never done."""
    text = f"{speaker.title(task.title)} is still open."
    return Reply(text, text)


def not_found(
    reading: Interpretation,
    project: str | None,
    speaker: Speaker,
    *,
    kind: str = "open",
) -> Reply:
    """Say that no such task is there, in the words that were used for it."""
    words = reading.target or reading.title
    place = f" {at(project)}" if project else ""
    if words:
        name = " ".join(words.split()[:_SPOKEN_WORDS])
        forms = (
            f"I find no {kind} task like '{name}'{place}.",
            f"There is no {kind} task like '{name}'{place}.",
        )
        text = speaker.pick(forms, (f"No {kind} task like '{name}'{place}.",))
        shown = text.replace(name, words) if words != name else text
        return Reply(text, shown)
    text = f"There is no {kind} task like that{place}."
    return Reply(text, text)


def _shown(what: str, tasks: Sequence[Task]) -> str:
    return "\n".join(screen_lines(tasks, lambda task: f"{what}: {task.title}"))


def _names(tasks: Sequence[Task], speaker: Speaker) -> str:
    titles = [speaker.title(task.title) for task in tasks[:_NAMED]]
    more = len(tasks) - len(titles)
    if more > 0:
        return f"{', '.join(titles)} and {more} more"
    return speaker.joined(titles)


def _are(tasks: Sequence[Task]) -> str:
    return "is" if len(tasks) == 1 else "are"
