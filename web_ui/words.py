"""Names of values, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from clara_edge.domain.tasks import Priority, Status
from web_ui.texts import due_text, span_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask
    from flask_babel.speaklater import LazyString

    from clara_edge.domain.tasks import Reminder

PRIORITIES: Mapping[Priority, LazyString] = {
    Priority.LOW: _l("Low"),
    Priority.MEDIUM: _l("Medium"),
    Priority.HIGH: _l("High"),
    Priority.URGENT: _l("Urgent"),
}
STATUSES: Mapping[Status, LazyString] = {
    Status.TODO: _l("To do"),
    Status.IN_PROGRESS: _l("Started"),
    Status.COMPLETED: _l("Done"),
    Status.CANCELLED: _l("Given up"),
}
STATES: Mapping[str, LazyString] = {
    "ok": _l("fine"),
    "active": _l("active"),
    "waiting": _l("waiting"),
    "asleep": _l("asleep"),
    "listening": _l("listening"),
    "thinking": _l("thinking"),
    "speaking": _l("speaking"),
    "starting": _l("starting"),
    "muted": _l("muted"),
    "failed": _l("failed"),
    "lost": _l("lost"),
    "damaged": _l("damaged"),
    "unusable": _l("unusable"),
    "unavailable": _l("unavailable"),
    "missing": _l("missing"),
    "read only": _l("read only"),
    "none": _l("none"),
    "absent": _l("absent"),
    "left alone": _l("left alone"),
    "on trial": _l("on trial"),
    "ready": _l("ready"),
    "installed": _l("installed"),
    "off": _l("off"),
}
"""Of services, engines, devices and model packs, on the page Status."""
STAGES: Mapping[str, LazyString] = {
    "wake": _l("Wake word"),
    "vad": _l("Finding speech"),
    "stt": _l("Speech recognition"),
    "nlu": _l("Understanding"),
    "understanding": _l("Understanding"),
    "tts": _l("Voice"),
    "llm": _l("Language model"),
}
PACKS: tuple[LazyString, ...] = (
    _l(
        "Hey Jarvis, Alexa, Hey Mycroft, Hey Marvin, timer and weather; comes with Clara"
    ),
    _l("Moonshine tiny, English: the recogniser that every Clara starts with"),
    _l("Finds speech; comes with Clara"),
    _l(
        "Tells from the tone whether somebody has finished; off by default; comes with Clara"
    ),
    _l(
        "Streaming zipformer, 20 million weights: words while you speak, for small boards"
    ),
    _l("Streaming zipformer, 66 million weights: more accurate"),
    _l("US English, female"),
    _l("US English, male"),
    _l("British English, female"),
    _l("US English, female; popular, but see its licence"),
    _l("Chat and task breakdown on 4 GB"),
    _l("Chat and task breakdown on 8 GB"),
    _l("Chat and task breakdown on 16 GB; slow on a Raspberry Pi"),
)
"""What the packs of Clara's own manifest are, for the catalogues; a test compares."""
PALETTE = (
    ("#4f46e5", _l("Indigo")),
    ("#1d5fc4", _l("Blue")),
    ("#0f9b8e", _l("Teal")),
    ("#3f9142", _l("Green")),
    ("#b8a10a", _l("Yellow")),
    ("#e07b1a", _l("Orange")),
    ("#d64545", _l("Red")),
    ("#d13d86", _l("Pink")),
    ("#8a5a44", _l("Brown")),
    ("#6b7280", _l("Grey")),
)
"""Of projects: each seen on the light and on the dark background (3:1, WCAG 1.4.11)."""


def register(app: Flask) -> None:
    """Give the templates these names."""
    app.jinja_env.globals.update(
        priority_name=lambda value: PRIORITIES[Priority(value)],
        priority_names=lambda: [(p.value, name) for p, name in PRIORITIES.items()],
        status_name=lambda value: STATUSES[Status(value)],
        reminder_name=reminder_text,
        state_name=lambda word: STATES.get(word, word),
        pack_text=pack_text,
        stage_name=lambda word: STAGES.get(word, word),
    )


def pack_text(description: str) -> str:
    """Return what a model pack is; packs of other manifests speak for themselves."""
    return _(description) if description else ""


def reminder_text(reminder: Reminder) -> str:
    """Return "10 min before", or the moment."""
    if reminder.at is not None:
        return due_text(reminder.at)
    minutes = reminder.minutes_before or 0
    if not minutes:
        return _("when it is due")
    if minutes < 0:
        return _("%(span)s after", span=span_text(-minutes))
    return _("%(span)s before", span=span_text(minutes))
