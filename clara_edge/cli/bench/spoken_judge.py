"""Whether what became of a command is what was meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clara_edge.cli.bench.spoken_cases import Case
    from clara_edge.cli.bench.spoken_household import Snapshot

_IGNORED = frozenset({"a", "an", "the", "my", "to", "list"})
_SPELLED = {"mom": "mum", "favorite": "favourite"}
"""The recogniser writes American English."""
_ALIKE = (
    frozenset({"alarm.silence", "session.stop"}),
    frozenset({"alarm.snooze", "reminder.snooze"}),
    frozenset({"chat", "unsupported"}),
    frozenset({"reminder.acknowledge", "session.stop", "session.yes"}),
)
"""What comes to the same in the situations of the suite."""
_TO_THE_MINUTE = len("2026-12-07T10:20")
_OPEN = frozenset({"todo", "in_progress"})


@dataclass(frozen=True, slots=True)
class Answered:
    """What one command came to."""

    transcript: str
    intent: str | None
    reply: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a command ended: right, or wrong in these respects."""

    faults: tuple[str, ...]
    harmful: bool
    """The command itself changed something that was not meant, or not as meant."""

    @property
    def right(self) -> bool:
        """Whether everything is as it should be."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences between two snapshots."""

    added: tuple[dict[str, Any], ...]
    changed: tuple[dict[str, Any], ...]
    completed: tuple[str, ...]
    reopened: tuple[str, ...]
    deleted: tuple[str, ...]
    projects: tuple[str, ...]
    timers: tuple[str, ...]
    alarms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A store as it was furnished, after the turns before a command, and after it."""

    furnished: Snapshot
    prepared: Snapshot
    after: Snapshot


def judge(case: Case, seen: Seen, answered: Answered) -> Verdict:
    """Compare what is in the store, and what was said, with what a case wants.

    What is wanted counts from the furnished store; harm from the prepared one, since a
    command that did nothing did no harm, whatever the turns before it left.
    """
    made = changes(seen.furnished, seen.after)
    untouched = _same(seen.prepared, seen.after)
    wrong = [*_lists(case, made), *_values("added", case.added, made.added)]
    wrong += _values("changed", case.changed, made.changed)
    if wrong and answered.asks and case.or_asks and untouched:
        return Verdict((), harmful=False)
    asked = ["did not ask"] if case.asks and not answered.asks else []
    silent = []
    if case.says and not re.search(case.says, answered.reply, re.IGNORECASE):
        silent = [f"said {answered.reply!r}"]
    other = [] if _meant(case, answered.intent) else [f"taken for {answered.intent}"]
    return Verdict(
        (*wrong, *asked, *other, *silent), harmful=bool(wrong) and not untouched
    )


def _same(before: Snapshot, after: Snapshot) -> bool:
    return changes(before, after) == changes(before, before)


def _meant(case: Case, intent: str | None) -> bool:
    """Whether the intent is right; where the store shows the effect, that says enough."""
    effects = (case.added, case.changed, case.completed, case.reopened, case.deleted)
    if any(effects) or case.timers or case.alarms or case.projects:
        return True
    return intent == case.intent or any({intent, case.intent} <= s for s in _ALIKE)


def changes(before: Snapshot, after: Snapshot) -> Changes:
    """Return what differs between two snapshots of one store."""
    pairs = [
        (old, after.tasks[key])
        for key, old in before.tasks.items()
        if key in after.tasks and old != after.tasks[key]
    ]
    # the next one of a recurring task comes with the completion of the last
    completed = [new for old, new in pairs if _is(old, new, "completed")]
    follows = {(new["title"], new["repeat"]) for new in completed if new["repeat"]}
    new_tasks = [task for key, task in after.tasks.items() if key not in before.tasks]
    return Changes(
        added=tuple(
            task
            for task in new_tasks
            if not task["deleted"] and (task["title"], task["repeat"]) not in follows
        ),
        changed=tuple(new for old, new in pairs if _edited(old, new)),
        completed=tuple(task["title"] for task in completed),
        reopened=tuple(new["title"] for old, new in pairs if _reopened(old, new)),
        deleted=tuple(
            new["title"] for old, new in pairs if new["deleted"] and not old["deleted"]
        ),
        projects=tuple(sorted(after.projects - before.projects)),
        timers=after.timers,
        alarms=after.alarms,
    )


def _is(old: dict[str, Any], new: dict[str, Any], status: str) -> bool:
    return bool(new["status"] == status and old["status"] != status)


def _reopened(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return new["status"] in _OPEN and old["status"] not in _OPEN


def _edited(old: dict[str, Any], new: dict[str, Any]) -> bool:
    kept = ("title", "due", "priority", "repeat", "project", "tags")
    return any(old[key] != new[key] for key in kept)


def _lists(case: Case, made: Changes) -> list[str]:
    done_when_added = [t["title"] for t in made.added if t["status"] == "completed"]
    found = {
        "completed": (case.completed, (*made.completed, *done_when_added)),
        "reopened": (case.reopened, made.reopened),
        "deleted": (case.deleted, made.deleted),
        "projects": (case.projects, made.projects),
        "timers": (case.timers, made.timers),
        "alarms": (case.alarms, made.alarms),
    }
    return [
        f"{name}: {', '.join(got) or 'none'}"
        for name, (wanted, got) in found.items()
        if sorted(map(_plain, wanted)) != sorted(map(_plain, got))
    ]


def _values(
    name: str, wanted: tuple[dict[str, Any], ...], got: tuple[dict[str, Any], ...]
) -> list[str]:
    left = list(got)
    for want in wanted:
        match = next((task for task in left if _fits(want, task)), None)
        if match is None:
            return [f"{name}: {_shown(got)}"]
        left.remove(match)
    return [f"{name}: {_shown(tuple(left))}"] if left else []


def _fits(want: dict[str, Any], task: dict[str, Any]) -> bool:
    return all(_same_value(key, task[key], value) for key, value in want.items())


def _same_value(key: str, got: Any, wanted: Any) -> bool:
    if key == "title":
        return _plain(str(got)) == _plain(str(wanted))
    if key == "due" and got is not None and wanted is not None:
        # "in two hours" counts from the second in which it was heard
        return str(got)[:_TO_THE_MINUTE] == str(wanted)[:_TO_THE_MINUTE]
    return bool(got == wanted)


def _plain(text: str) -> str:
    words = re.findall(r"[\w:=,;-]+", text.casefold())
    return " ".join(_SPELLED.get(w, w) for w in words if w not in _IGNORED)


def _shown(tasks: tuple[dict[str, Any], ...]) -> str:
    keys = ("title", "due", "priority", "repeat", "project")
    return (
        "; ".join(" | ".join(str(t[key]) for key in keys if t[key]) for t in tasks)
        or "none"
    )
