"""`clara pair`: codes that let a browser in; being at the device proves whose it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from clara_edge.cli.task.as_object import print_json
from clara_edge.cli.task.options import json_option
from clara_edge.cli.task.screen import hint
from clara_edge.domain.access import (
    CODE_VALID,
    DeviceKind,
    Scope,
    scope_named,
    shown_code,
)

if TYPE_CHECKING:
    from clara_edge.cli.main import CliState
    from clara_edge.discovery.presence import Presence
    from clara_edge.storage.access import AccessStore

_MAY = {
    Scope.ADMIN.label: "for everything",
    Scope.WRITE.label: "for reading and changing tasks",
    Scope.READ.label: "for reading",
}
scope_option = click.option(
    "--scope",
    type=click.Choice([each.label for each in Scope]),
    default=Scope.ADMIN.label,
    show_default=True,
    help="What the device may do; each includes those before it.",
)


@click.command()
@scope_option
@json_option
@click.pass_obj
def pair(state: CliState, /, scope: str, as_json: bool) -> None:
    """Make a code that pairs one browser, and let wrong codes before be forgotten."""
    from clara_edge.discovery.presence import read_presence

    codes = open_access(state).issue_codes(
        scope=scope_named(scope), forgive=True, how="clara pair"
    )
    shown = {kind: shown_code(code) for kind, code in codes.codes.items()}
    presence = read_presence(state.folders.web_presence)
    if as_json:
        print_json(_object(shown, scope, presence))
        return
    minutes = int(CODE_VALID.total_seconds() // 60)
    _tell(shown[DeviceKind.HTTPS], _url(presence, "https"), _MAY[scope])
    if state.config.web.http_pairing:
        _tell(shown[DeviceKind.HTTP], _url(presence, "http"), "for tasks only")
    click.echo(f"one of them, once, within {minutes} minutes")
    _draw(_url(presence, "https"), shown[DeviceKind.HTTPS])
    if presence is None:
        hint("\nthe web service is not running; start it with: clara run")
    else:
        hint("\nwho is paired: clara devices")


def open_access(state: CliState) -> AccessStore:
    """Return the list of devices of this Clara."""
    from clara_edge.config.clock import SystemClock
    from clara_edge.storage.access import AccessStore

    return AccessStore(state.folders.data, SystemClock())


def _tell(code: str, url: str | None, what_for: str) -> None:
    where = f"at {url}/pair" if url else "on the page /pair"
    click.echo(f"{click.style(code, bold=True)}  {where}, {what_for}")


def _draw(url: str | None, code: str) -> None:
    """Print a QR code that opens the page with the code filled in, where it can be seen."""
    if url is None or not sys.stdout.isatty():
        return
    import segno

    made = segno.make(f"{url}/pair?code={code}", error="l", micro=False)
    click.echo()
    made.terminal(border=2, compact=True)


def _url(presence: Presence | None, scheme: str) -> str | None:
    urls = presence.urls(scheme) if presence is not None else ()
    return urls[0] if urls else None


def _object(
    codes: dict[DeviceKind, str], scope: str, presence: Presence | None
) -> dict[str, object]:
    return {
        "codes": {
            kind.value: {"code": code, "address": _url(presence, kind.value)}
            for kind, code in codes.items()
        },
        "scope": scope,
        "valid_s": CODE_VALID.total_seconds(),
    }
