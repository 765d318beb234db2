"""The page Status, and the same as Prometheus text at /metrics."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from clara_edge.control.client import NOT_RUNNING
from web_ui import status_facts
from web_ui.access.marks import Scope, access, principal
from web_ui.metrics import MEDIA, exposition
from web_ui.services import services
from web_ui.words import STAGES as STAGE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

CHARTS = {
    "cpu_percent": (_l("Processor"), "%"),
    "memory_percent": (_l("Memory of the machine"), "%"),
    "temperature_c": (_l("Temperature"), "°C"),
    "voice_mib": (_l("Memory of the voice service"), "MiB"),
    "web_mib": (_l("Memory of the web service"), "MiB"),
    "response_ms": (_l("Answer time (median)"), "ms"),
}
STAGES = {
    "endpoint": _l("Notice silence"),
    "decode": _l("Recognise the rest"),
    "pause": _l("Wait for more words"),
    "understand": _l("Understand"),
    "store": _l("Look up or store"),
    "speech": _l("Begin to speak"),
    "response": _l("Whole, until it is heard"),
}
KINDS = {
    **dict.fromkeys(("ok", "active", "asleep", "ready", "installed"), "good"),
    **dict.fromkeys(("listening", "thinking", "speaking", "starting"), "good"),
    **dict.fromkeys(("failed", "lost", "damaged", "unusable"), "problem"),
    **dict.fromkeys(
        ("unavailable", "missing", "muted", "read only", "none"), "warning"
    ),
    **dict.fromkeys(("absent", "left alone", "on trial"), "warning"),
}


def blueprint() -> Blueprint:
    """Return the pages."""
    pages = Blueprint("status", __name__)

    @pages.get("/status")
    @access(Scope.READ)
    def status() -> str:
        return render_template("status.html", **_context())

    @pages.get("/metrics")
    @access(Scope.READ, secure=True)
    def metrics() -> Response:
        facts = status_facts.present_facts()
        totals = services().measuring.measurements.totals
        text = exposition(facts, totals, status_facts.latest())
        return Response(text, content_type=MEDIA)

    return pages


def _context() -> dict[str, Any]:
    facts = status_facts.present_facts()
    secure = principal().secure
    found: dict[str, Any] = {
        "facts": facts if secure else status_facts.overview(facts),
        "kinds": KINDS,
        "all": secure,
        "as_moment": _as_moment,
        "overall": overall(facts),
    }
    if secure:
        drawn = {k: (str(title), unit) for k, (title, unit) in CHARTS.items()}
        found["charts"] = status_facts.charts(drawn)
        found["no_sensor"] = facts["machine"]["temperature_c"] is None
        found["stages"] = _stages(facts["voice"])
        found["talk"] = _talk(facts)
    return found


def overall(facts: Mapping[str, Any]) -> tuple[str, str, str | None]:
    """Return kind, sentence and remedy of what is most wrong."""
    voice, tasks = facts["voice"], facts["tasks"]
    if tasks["state"] not in {"ok", "none"}:
        return "problem", _("The tasks cannot be changed."), tasks.get("problem")
    if not voice["running"]:
        known = NOT_RUNNING in str(voice.get("problem"))
        what = _("The voice service is not running. Typing still works.")
        return (
            "warning",
            what,
            _("On the device, this starts it: clara run")
            if known
            else voice.get("problem"),
        )
    for direction, what in (
        ("input", _("Clara cannot hear: there is no microphone. Typing still works.")),
        ("output", _("Clara cannot speak: there is no loudspeaker.")),
    ):
        device = (voice.get("audio") or {}).get(direction) or {"state": "ok"}
        if device["state"] != "ok":
            return "warning", what, device.get("problem")
    for stage in ("stt", "tts", "wake"):
        engines = [e for e in voice["engines"] if e["stage"] == stage]
        if engines and not any(e["state"] == "active" for e in engines):
            reason = engines[0]["reason"]
            return (
                "warning",
                _(
                    "One stage has no working engine: %(stage)s.",
                    stage=STAGE_NAMES[stage],
                ),
                reason,
            )
    return "good", _("Everything works."), None


def _as_moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds).astimezone()


def _stages(voice: Mapping[str, Any]) -> list[tuple[str, int, float, float]]:
    found = voice.get("turns", {}).get("stages", {})
    return [
        (str(title), found[name]["count"], found[name]["p50"], found[name]["p95"])
        for name, title in STAGES.items()
        if name in found
    ]


def _talk(facts: Mapping[str, Any]) -> dict[str, Any]:
    since = facts["since_install"]
    now = (facts["voice"].get("talk") or {}).get("sessions", [])
    losses = [one["loss"] for one in now if one.get("loss") is not None]
    begun = since["talks"]
    return {
        "begun": begun,
        "success": 1 - since["talks_vanished"] / begun if begun else None,
        "now": len(now),
        "loss": max(losses) if losses else None,
    }
