"""What Clara says when a step was undone or done again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clara_edge.domain.reply import Reply
from clara_edge.domain.steps import StepKind

from .names import clipped, lowered

if TYPE_CHECKING:
    from clara_edge.domain.steps import Step

# "Buy milk and 2 more", as the store sums steps up
_SEVERAL = re.compile(r" and \d+ more$")

_UNDONE = {
    StepKind.TASK_ADD: "{name} {is_} off your list",
    StepKind.TASK_EDIT: "{name} {is_} as before",
    StepKind.TASK_COMPLETE: "{name} {is_} open again",
    StepKind.TASK_REOPEN: "{name} {is_} done again",
    StepKind.TASK_SKIP: "{name} {is_} back on the day it was",
    StepKind.TASK_DELETE: "{name} {is_} back",
    StepKind.TASK_RESTORE: "{name} {is_} in the trash again",
    StepKind.PROJECT_ADD: "there is no {name} any more",
    StepKind.PROJECT_EDIT: "{name} {is_} as before",
    StepKind.PROJECT_DELETE: "{name} {is_} back, with its tasks",
    StepKind.TAG_EDIT: "the tag {name} is as before",
    StepKind.TAG_DELETE: "the tag {name} is back",
    StepKind.TEMPLATE_SAVE: "the template {name} is as before",
    StepKind.TEMPLATE_USE: "the tasks of {name} are off your list",
    StepKind.TEMPLATE_DELETE: "the template {name} is back",
    StepKind.TIMER_ADD: "{name} {is_} off",
    StepKind.TIMER_EDIT: "{name} {is_} as before",
    StepKind.TIMER_CANCEL: "{name} {is_} back",
    StepKind.ALARM_ADD: "{name} {is_} off",
    StepKind.ALARM_EDIT: "{name} {is_} as before",
    StepKind.ALARM_DELETE: "{name} {is_} back",
    StepKind.IMPORT: "what was imported from {name} is gone",
}
_REDONE = {
    StepKind.TASK_ADD: "{name} {is_} on your list",
    StepKind.TASK_EDIT: "{name} {is_} changed",
    StepKind.TASK_COMPLETE: "{name} {is_} done",
    StepKind.TASK_REOPEN: "{name} {is_} open",
    StepKind.TASK_SKIP: "{name} {is_} moved on",
    StepKind.TASK_DELETE: "{name} {is_} in the trash",
    StepKind.TASK_RESTORE: "{name} {is_} back",
    StepKind.PROJECT_ADD: "there is {name}",
    StepKind.PROJECT_EDIT: "{name} {is_} changed",
    StepKind.PROJECT_DELETE: "{name} {is_} gone",
    StepKind.TAG_EDIT: "the tag {name} is changed",
    StepKind.TAG_DELETE: "the tag {name} is gone",
    StepKind.TEMPLATE_SAVE: "the template {name} is saved",
    StepKind.TEMPLATE_USE: "the tasks of {name} are on your list",
    StepKind.TEMPLATE_DELETE: "the template {name} is gone",
    StepKind.TIMER_ADD: "{name} {is_} set",
    StepKind.TIMER_EDIT: "{name} {is_} changed",
    StepKind.TIMER_CANCEL: "{name} {is_} off",
    StepKind.ALARM_ADD: "{name} {is_} set",
    StepKind.ALARM_EDIT: "{name} {is_} changed",
    StepKind.ALARM_DELETE: "{name} {is_} off",
    StepKind.IMPORT: "what was imported from {name} is back",
}


def undone(step: Step) -> Reply:
    """Say what was taken back."""
    return _of_step("Undone", _UNDONE, step)


def redone(step: Step) -> Reply:
    """Say what was done again."""
    return _of_step("Done again", _REDONE, step)


def _of_step(head: str, forms: dict[StepKind, str], step: Step) -> Reply:
    """Name a step by what came of it; {is_} agrees with one name or several."""
    is_ = "are" if _SEVERAL.search(step.summary) else "is"
    form = f"{head}: {forms[step.kind]}."
    return Reply(
        form.format(name=lowered(clipped(step.summary)), is_=is_),
        form.format(name=lowered(step.summary), is_=is_),
    )
