"""What went wrong, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from clara_edge.domain import errors
from web_ui.texts import LANGUAGES, language

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from clara_edge.domain.errors import ClaraError

_READ_AGAIN = _l("look at the page again: it may have been changed")
_WORDS: dict[type[ClaraError], tuple[LazyString, LazyString | None]] = {
    errors.TaskNotFoundError: (_l("there is no such task"), _READ_AGAIN),
    errors.ProjectNotFoundError: (_l("there is no such project"), _READ_AGAIN),
    errors.TagNotFoundError: (_l("there is no such tag"), _READ_AGAIN),
    errors.TemplateNotFoundError: (_l("there is no such template"), _READ_AGAIN),
    errors.DeviceUnknownError: (_l("there is no such device"), _READ_AGAIN),
    errors.NameTakenError: (_l("this name is taken"), _l("choose another")),
    errors.TitleInvalidError: (_l("this title cannot be used"), None),
    errors.DueInvalidError: (
        _l("this date or time cannot be used"),
        _l("write 2026-12-01 and 14:30"),
    ),
    errors.RecurrenceInvalidError: (
        _l("this repetition cannot be used"),
        _l("write it as in “every Friday”"),
    ),
    errors.FieldInvalidError: (_l("this value cannot be used"), None),
    errors.QueryInvalidError: (
        _l("this filter cannot be read"),
        _l("the page Search lists what there is"),
    ),
    errors.ParentInvalidError: (_l("it cannot be part of that task"), None),
    errors.TaskStateError: (_l("this task is not in a state for that"), _READ_AGAIN),
    errors.NothingToUndoError: (_l("there is nothing to undo"), None),
    errors.UndoConflictError: (_l("it was changed again since"), None),
    errors.DaemonUnreachableError: (
        _l("the voice service is not running"),
        _l("on the device, this starts it: clara run"),
    ),
    errors.StorageFullError: (_l("the disk is full"), _l("make room on it")),
    errors.StorageDamagedError: (
        _l("the file of the tasks is damaged"),
        _l("go back to a backup"),
    ),
    errors.StorageError: (
        _l("the tasks cannot be reached just now"),
        _l("try again in a few seconds"),
    ),
}


def told(error: ClaraError) -> tuple[str, str | None]:
    """Return what failed and what to do.

    English has the error's own words, which name the value; other languages have those of
    its class. What has none there is told in English.
    """
    if language() != LANGUAGES[0]:
        for kind in type(error).__mro__:
            if kind in _WORDS:
                what, remedy = _WORDS[kind]
                return str(what), None if remedy is None else str(remedy)
    return error.what, error.remedy
