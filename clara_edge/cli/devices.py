"""`clara devices`: which browsers and programs were let in, and turning them away."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import click

from clara_edge.cli.pair import open_access
from clara_edge.cli.task.as_object import print_json
from clara_edge.cli.task.dates import moment
from clara_edge.cli.task.options import json_option
from clara_edge.cli.task.screen import hint, print_table
from clara_edge.cli.task.text import shown
from clara_edge.domain.access import DeviceKind, Scope, scope_named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from clara_edge.cli.main import CliState
    from clara_edge.domain.access import Device, LogEntry

KINDS = {
    DeviceKind.HTTPS: "browser",
    DeviceKind.HTTP: "browser over HTTP",
    DeviceKind.TOKEN: "program",
}
device_argument = click.argument("device", metavar="NUMBER|NAME")


@click.group(invoke_without_command=True)
@click.pass_context
def devices(context: click.Context) -> None:
    """Show which browsers and programs were let in, and turn them away."""
    if context.invoked_subcommand is None:
        context.invoke(list_)


@devices.command("list")
@json_option
@click.pass_obj
def list_(state: CliState, /, as_json: bool = False) -> None:
    """Show the paired devices and when each was used last."""
    found = open_access(state).devices()
    if as_json:
        print_json([_object(each) for each in found])
    elif found:
        _print_devices(found, _now())
        hint("\nturn one away: clara devices revoke NUMBER")
    else:
        click.echo("no device is paired")
        hint("\npair one with: clara pair")


@devices.command()
@device_argument
@click.argument("name")
@click.pass_obj
def rename(state: CliState, device: str, name: str) -> None:
    """Give a device another name."""
    store = open_access(state)
    renamed = store.rename(store.device(device).id, name)
    click.echo(f"{renamed.number} is {shown(renamed.name)} now")


@devices.command()
@click.argument("device", metavar="NUMBER|NAME", required=False)
@click.option("--all", "every", is_flag=True, help="All of them.")
@click.pass_obj
def revoke(state: CliState, device: str | None, every: bool) -> None:
    """Refuse everything that a device asks from now on."""
    if (device is None) is not every:
        raise click.UsageError("name one device, or --all")
    store = open_access(state)
    if device is None:
        count = store.revoke_all(by="clara devices")
        click.echo(f"revoked {count} device{'' if count == 1 else 's'}")
        return
    gone = store.revoke(store.device(device).id, by="clara devices")
    click.echo(f"revoked {shown(gone.name)}")


@devices.command("add-token")
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice([each.label for each in Scope]),
    default=Scope.READ.label,
    show_default=True,
    help="What the program may do; each includes those before it.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    help="Let it end by itself after so many days.",
)
@json_option
@click.pass_obj
def add_token(
    state: CliState, /, name: str, scope: str, days: int | None, as_json: bool
) -> None:
    """Let a program in; prints its bearer token, which cannot be shown again."""
    until = None if days is None else _now() + timedelta(days=days)
    device, token = open_access(state).add_token(name, scope_named(scope), until)
    if as_json:
        print_json({**_object(device), "token": token})
        return
    click.echo(token)
    hint("send it as: Authorization: Bearer TOKEN; it is not kept, copy it now")


@devices.command()
@click.option(
    "--limit", "-n", type=click.IntRange(1, 5000), default=50, show_default=True
)
@json_option
@click.pass_obj
def log(state: CliState, /, limit: int, as_json: bool) -> None:
    """Show pairings, wrong codes, revocations and what administrators did."""
    entries = open_access(state).log(limit)
    if as_json:
        print_json([_entry_object(each) for each in entries])
    elif entries:
        _print_log(entries, _now())
    else:
        click.echo("nothing happened yet")


def _now() -> datetime:
    from clara_edge.config.clock import SystemClock

    return SystemClock().now()


def _print_devices(found: Sequence[Device], now: datetime) -> None:
    table = _table("number", "name", "kind", "may", "paired", "last used", "from")
    for each in found:
        used = moment(each.used_at, now) if each.used_at else "never"
        if each.expires_at:
            used += f", until {moment(each.expires_at, now)}"
        table.add_row(
            str(each.number),
            shown(each.name),
            KINDS[each.kind],
            each.scope.label,
            moment(each.made_at, now),
            used,
            each.address,
        )
    print_table(table)


def _print_log(entries: Sequence[LogEntry], now: datetime) -> None:
    table = _table("when", "what", "device", "from", "details")
    for each in entries:
        texts = (each.event, each.device, each.address, each.detail)
        table.add_row(moment(each.at, now), *map(shown, texts))
    print_table(table)


def _table(*heads: str) -> Any:
    from rich.table import Table

    return Table(*heads, box=None, pad_edge=False, padding=(0, 2, 0, 0))


def _object(device: Device) -> dict[str, Any]:
    return {
        "number": device.number,
        "id": device.id,
        "name": device.name,
        "kind": device.kind.value,
        "scope": device.scope.label,
        "made_at": _iso(device.made_at),
        "used_at": _iso(device.used_at),
        "address": device.address,
        "expires_at": _iso(device.expires_at),
    }


def _entry_object(entry: LogEntry) -> dict[str, Any]:
    return {
        "at": _iso(entry.at),
        "event": entry.event,
        "device": entry.device,
        "address": entry.address,
        "detail": entry.detail,
    }


def _iso(instant: datetime | None) -> str | None:
    if instant is None:
        return None
    return instant.astimezone(UTC).isoformat(timespec="seconds")
