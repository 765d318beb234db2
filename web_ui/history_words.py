"""What was changed and by whom, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from clara_edge.domain.steps import StepKind

if TYPE_CHECKING:
    from clara_edge.domain.steps import Step

DID = {
    StepKind.TASK_ADD: _l("Added"),
    StepKind.TASK_EDIT: _l("Changed"),
    StepKind.TASK_COMPLETE: _l("Completed"),
    StepKind.TASK_REOPEN: _l("Reopened"),
    StepKind.TASK_SKIP: _l("Skipped once"),
    StepKind.TASK_DELETE: _l("Deleted"),
    StepKind.TASK_RESTORE: _l("Restored"),
    StepKind.PROJECT_ADD: _l("Project added"),
    StepKind.PROJECT_EDIT: _l("Project changed"),
    StepKind.PROJECT_DELETE: _l("Project deleted"),
    StepKind.TAG_EDIT: _l("Tag renamed"),
    StepKind.TAG_DELETE: _l("Tag deleted"),
    StepKind.TEMPLATE_SAVE: _l("Template saved"),
    StepKind.TEMPLATE_USE: _l("Template used"),
    StepKind.TEMPLATE_DELETE: _l("Template deleted"),
    StepKind.TIMER_ADD: _l("Timer set"),
    StepKind.TIMER_EDIT: _l("Timer changed"),
    StepKind.TIMER_CANCEL: _l("Timer cancelled"),
    StepKind.ALARM_ADD: _l("Alarm set"),
    StepKind.ALARM_EDIT: _l("Alarm changed"),
    StepKind.ALARM_DELETE: _l("Alarm deleted"),
    StepKind.IMPORT: _l("Imported"),
    StepKind.BACKUP_RESTORE: _l("Went back to a backup"),
}


def step_text(step: Step, *, of_task: bool = False) -> str:
    """Return what a step did; in the history of one task without its title."""
    did = str(DID[step.kind])
    return did if of_task else f"{did}: {step.summary}"


def origin_text(origin: str) -> str:
    """Return who did it: by voice, on a page, or on the command line."""
    known = {
        "voice": _("by voice"),
        "web": _("on a page"),
        "cli": _("on the command line"),
    }
    return known.get(origin, origin)
