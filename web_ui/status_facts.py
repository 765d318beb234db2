"""Everything that the page Status, the API and /metrics tell."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from clara_edge.health.facts import gather
from web_ui.charts import Chart, chart
from web_ui.services import services

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clara_edge.health.measurements import Sample

HOUR_S, WEEK_S = 3600.0, 7 * 24 * 3600.0


def present_facts() -> dict[str, Any]:
    """Return the facts of this moment, what `clara status --json` tells and some more."""
    parts = services()
    facts = gather(parts.config, parts.folders, parts.clock)
    now = parts.clock.now()
    last = facts["backups"]["last"]
    age = (now - datetime.fromisoformat(last)).total_seconds() if last else None
    facts["backups"]["age_s"] = None if age is None else max(0.0, round(age))
    facts["web"] = _web()
    facts["machine"] = _machine()
    facts["since_install"] = _since_install()
    return facts


def latest() -> Sample | None:
    """Return the last sample, None if nothing was measured yet."""
    hour = services().measuring.measurements.hour
    return hour[-1] if hour else None


def charts(labels: Mapping[str, tuple[str, str]]) -> list[Chart]:
    """Draw the last hour; a measure that this machine does not have is left out."""
    hour = services().measuring.measurements.hour
    ceilings = {"cpu_percent": 100.0, "memory_percent": 100.0}
    drawn = [
        chart(name, hour, label, HOUR_S, ceiling=ceilings.get(name))
        for name, label in labels.items()
    ]
    return [one for one in drawn if one.lines]


def _web() -> dict[str, Any]:
    network = services().network
    if network is None:
        return {"running": True, "addresses": [], "names": [], "problems": []}
    presence = network.presence
    return {
        "running": True,
        "addresses": [*presence.urls("https"), *presence.urls("http")],
        "names": list(presence.names),
        "announced": list(presence.announced),
        "problems": list(presence.problems),
    }


def _machine() -> dict[str, Any]:
    sample = latest()
    names = ("cpu_percent", "memory_percent", "temperature_c", "voice_mib", "web_mib")
    return {name: sample and getattr(sample, name) for name in names}


def _since_install() -> dict[str, Any]:
    totals = services().measuring.measurements.totals
    return {
        "since": totals.since,
        "available": totals.running / totals.samples if totals.samples else None,
        "turns": totals.turns,
        "turns_failed": totals.failed,
        "talks": totals.talks,
        "talks_vanished": totals.vanished,
    }


def overview(facts: dict[str, Any]) -> dict[str, Any]:
    """Return what may be told over a connection that others can read."""
    voice = facts["voice"]
    told = {
        name: voice[name]
        for name in ("running", "state", "uptime_s", "version", "muted", "volume")
        if name in voice
    }
    return {
        **facts,
        "voice": told,
        "tasks": {name: facts["tasks"].get(name) for name in ("state", "open")},
        "backups": {name: facts["backups"].get(name) for name in ("count", "age_s")},
        "language_model": [],
        "web": {"running": True},
    }
