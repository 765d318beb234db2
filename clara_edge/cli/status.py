"""`clara status`: how the voice daemon, the store and the model packs are doing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.providers import provider_details, provider_facts
from clara_edge.cli.web_facts import web_facts, web_rows
from clara_edge.control.client import NOT_RUNNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clara_edge.cli.main import CliState
    from clara_edge.control.status import DaemonStatus, DeviceLine
    from clara_edge.domain.errors import DaemonError

COLOURS = {
    **dict.fromkeys(
        ("ok", "active", "asleep", "installed", "running", "ready"), "green"
    ),
    **dict.fromkeys(("listening", "thinking", "speaking", "starting"), "cyan"),
    **dict.fromkeys(
        (
            *("muted", "none", "missing", "not running", "unavailable", "read only"),
            *("absent", "left alone", "on trial"),
        ),
        "yellow",
    ),
    **dict.fromkeys(("failed", "lost", "damaged", "unusable"), "red"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    state: str
    details: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@click.pass_obj
def status(state: CliState, as_json: bool) -> None:
    """Show how Clara is doing; works without a running daemon as well."""
    from clara_edge import __version__
    from clara_edge.config.clock import SystemClock
    from clara_edge.health import facts as facts_of

    daemon, problem = facts_of.ask_daemon(state.folders)
    facts: dict[str, Any] = {
        "version": __version__,
        "voice": facts_of.voice_facts(daemon, problem),
        "web": web_facts(state.config, state.folders),
        "tasks": facts_of.task_facts(state.folders, SystemClock()),
        "backups": facts_of.backup_facts(state.config, state.folders),
        "models": facts_of.model_facts(state.config, state.folders),
        "language_model": provider_facts(daemon, state),
        "storage": facts_of.storage_facts(state.folders),
    }
    if as_json:
        click.echo(json.dumps(facts, indent=2))
        return
    click.echo(f"Clara Edge {__version__}")
    _print([*_voice_rows(daemon, problem), *_other_rows(facts)])
    click.secho(_next_command(daemon, facts["models"]), dim=True)


def _voice_rows(
    daemon: DaemonStatus | None, problem: DaemonError | None
) -> Iterator[Row]:
    if daemon is None:
        if problem is not None and problem.what == NOT_RUNNING:
            yield Row("voice daemon", "not running", problem.remedy or "")
        else:
            yield Row("voice daemon", "unusable", str(problem))
        return
    yield Row(
        "voice daemon",
        daemon.state,
        f"{_since(daemon)}pid {daemon.pid}, up {_span(daemon.uptime_s)}, {daemon.version}",
    )
    if daemon.audio is not None:
        yield _device_row("microphone", daemon.audio.input)
        yield _device_row("loudspeaker", daemon.audio.output)
    if daemon.volume is not None:
        yield Row("volume", f"{daemon.volume:.0%}")
    for engine in daemon.engines:
        details = f"{engine.name}: {engine.reason}" if engine.reason else engine.name
        yield Row(engine.stage, engine.state, details)
    yield Row("turns", str(daemon.turns.count), _turn_details(daemon))
    if daemon.memory_mib is not None:
        yield Row("memory", f"{daemon.memory_mib:.0f} MiB")
    if daemon.next_ring is not None:
        ring = daemon.next_ring
        name = f"{ring.kind}: {ring.title}" if ring.title else ring.kind
        yield Row("next ring", f"{ring.at.astimezone():%a %H:%M:%S}", name)
    if daemon.last_error:
        yield Row("last error", "", daemon.last_error)


def _other_rows(facts: dict[str, Any]) -> Iterator[Row]:
    from clara_edge.config.clock import SystemClock

    tasks = facts["tasks"]
    yield from (Row(*row) for row in web_rows(facts["web"], SystemClock().now()))
    if tasks["state"] == "ok":
        yield Row("tasks", "ok", f"{tasks['open']} open in {tasks['database']}")
    else:
        first = f"the first task makes {tasks['database']}"
        yield Row("tasks", tasks["state"], tasks.get("problem", first))
    for text in tasks.get("to_tell", ()):
        yield Row("to tell you", "", text)
    yield from _backup_rows(facts["backups"])
    for provider in facts["language_model"]:
        yield Row("chat model", provider["state"], provider_details(provider))
    for pack in facts["models"]:
        details = (
            f"{pack['name']}: {pack['problem']}" if pack["problem"] else pack["name"]
        )
        yield Row("model pack", pack["state"], details)


def _backup_rows(backups: dict[str, Any]) -> Iterator[Row]:
    from datetime import UTC, datetime

    from clara_edge.cli.backup_table import age

    if backups["last"] is None:
        yield Row("backups", "none", f"the first one goes to {backups['folder']}")
    else:
        last = datetime.fromisoformat(backups["last"])
        details = f"the last one {age(last, datetime.now(UTC))}, {backups['count']} in {backups['folder']}"
        yield Row("backups", "ok", details)
    if backups["second_folder"]:
        there = backups["second_folder_is_there"]
        yield Row(
            "second folder",
            "ok" if there else "missing",
            backups["second_folder"],
        )


def _device_row(what: str, device: DeviceLine) -> Row:
    xruns = f"{device.xruns} xruns" if device.xruns else ""
    details = [text for text in (device.device, xruns, device.problem) if text]
    return Row(what, device.state, ", ".join(details))


def _turn_details(daemon: DaemonStatus) -> str:
    parts = []
    if daemon.turns.failed:
        parts.append(f"{daemon.turns.failed} failed")
    times = daemon.turns.response_ms
    if times is not None:
        parts.append(f"answers in {times.p50:.0f} ms (p50), {times.p95:.0f} ms (p95)")
    return ", ".join(parts)


def _since(daemon: DaemonStatus) -> str:
    return f"since {daemon.since.astimezone():%H:%M:%S}, " if daemon.since else ""


def _span(seconds: float) -> str:
    minutes = int(seconds // 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours < 48 else f"{hours // 24} days"


def _print(rows: list[Row]) -> None:
    what_width = max(len(row.what) for row in rows)
    state_width = max(len(row.state) for row in rows)
    for row in rows:
        state = click.style(f"{row.state:{state_width}}", fg=COLOURS.get(row.state))
        click.echo(f"{row.what:{what_width}}  {state}  {row.details}".rstrip())


def _next_command(daemon: DaemonStatus | None, models: list[dict[str, Any]]) -> str:
    if any(pack["state"] == "missing" for pack in models):
        return "clara models pull starter"
    return "clara run" if daemon is None else "clara events follows what it does"
