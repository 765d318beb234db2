"""The paired devices: names, last use, revoking, tokens for programs, and the log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import segno
from flask import Blueprint, Response, redirect, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from clara_edge.domain.access import (
    CODE_VALID,
    DeviceKind,
    Scope,
    scope_named,
    shown_code,
)
from clara_edge.domain.errors import FieldInvalidError, InputInvalidError
from web_ui.access.addresses import address
from web_ui.access.marks import access, principal
from web_ui.calendar import feeds
from web_ui.error_words import told
from web_ui.notices import Notice, leave_notice
from web_ui.services import services

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from werkzeug.wrappers import Response as AnyResponse

    from clara_edge.domain.access import Device

Made = TypeVar("Made")

LOG_SHOWN = 50
HERE = "/settings/devices"
# days; 0 means that it never ends
LIFETIMES = (0, 30, 90, 365)
_secure_admin = access(Scope.ADMIN, secure=True)


def blueprint() -> Blueprint:
    """Return the page and where its forms go."""
    pages = Blueprint("devices", __name__)

    @pages.get(HERE)
    @_secure_admin
    def devices() -> AnyResponse:
        return _page()

    @pages.post(f"{HERE}/code")
    @_secure_admin
    def code() -> AnyResponse:
        scope = scope_named(request.form.get("scope", "admin"))
        issued = services().access.store.issue_codes(
            scope=scope, forgive=True, how=f"by {principal().name}"
        )
        codes = {kind: shown_code(each) for kind, each in issued.codes.items()}
        return _page(codes=codes)

    @pages.post(f"{HERE}/token")
    @_secure_admin
    def token() -> AnyResponse:
        made = _tried(_make_token)
        return _back() if made is None else _page(token=made)

    @pages.post(f"{HERE}/<identity>/rename")
    @_secure_admin
    def rename(identity: str) -> AnyResponse:
        name = request.form.get("name", "")
        _tried(lambda: services().access.store.rename(identity, name))
        return _back()

    @pages.post(f"{HERE}/<identity>/revoke")
    @_secure_admin
    def revoke(identity: str) -> AnyResponse:
        gone = _tried(
            lambda: services().access.store.revoke(
                identity, by=principal().name, address=address()
            )
        )
        if gone is not None:
            what = _("%(name)s may not do anything any more.", name=gone.name)
            leave_notice(Notice(what, kind="good"))
        return _back()

    @pages.post(f"{HERE}/revoke-all")
    @_secure_admin
    def revoke_all() -> AnyResponse:
        services().access.store.revoke_all(
            but=principal().id, by=principal().name, address=address()
        )
        leave_notice(Notice(_("Only this device is still paired."), kind="good"))
        return _back()

    _add_calendars(pages)
    return pages


def _add_calendars(pages: Blueprint) -> None:
    """Add the forms of the addresses that calendar programs read."""

    @pages.post(f"{HERE}/calendar")
    @_secure_admin
    def calendar() -> AnyResponse:
        made = _tried(lambda: feeds().add(request.form.get("name", "").strip()))
        if made is None:
            return _back()
        return _page(calendar=f"{request.host_url}calendar/{made[1]}.ics")

    @pages.post(f"{HERE}/calendar/<identity>/revoke")
    @_secure_admin
    def revoke_calendar(identity: str) -> AnyResponse:
        if _tried(lambda: feeds().revoke(identity)) is not None:
            what = _("Nobody reads by that address any more.")
            leave_notice(Notice(what, kind="good"))
        return _back()


def _page(
    *,
    codes: dict[DeviceKind, str] | None = None,
    token: tuple[Device, str] | None = None,
    calendar: str | None = None,
) -> AnyResponse:
    store = services().access.store
    html = render_template(
        "access/devices.html",
        devices=store.devices(),
        log=store.log(LOG_SHOWN),
        own=principal().id,
        codes=codes,
        picture=None if codes is None else _picture(codes[DeviceKind.HTTPS]),
        token=token,
        calendar=calendar,
        calendars=feeds().feeds(),
        kinds=_kind_names(),
        events=_event_names(),
        lifetimes=LIFETIMES,
        minutes=int(CODE_VALID.total_seconds() // 60),
    )
    return Response(html)


def _picture(code: str) -> Markup:
    """Return a QR code of the page that takes a code, with the code filled in."""
    made = segno.make(f"{request.host_url}pair?code={code}", error="m", micro=False)
    svg = made.svg_inline(
        dark="#131316", light="#ffffff", border=3, omitsize=True, svgclass="qr"
    )
    # of our own making: an address of this service and letters of LETTERS
    return Markup(svg)  # noqa: S704


def _kind_names() -> dict[DeviceKind, str]:
    return {
        DeviceKind.HTTPS: _("Browser"),
        DeviceKind.HTTP: _("Browser over plain HTTP, tasks only"),
        DeviceKind.TOKEN: _("Program"),
    }


def _event_names() -> dict[str, str]:
    return {
        "code made": _("code made"),
        "code refused": _("wrong code"),
        "pairing paused": _("pairing paused"),
        "paired": _("paired"),
        "token made": _("token made"),
        "token expired": _("token ended"),
        "renamed": _("renamed"),
        "calendar address made": _("calendar address made"),
        "calendar address revoked": _("calendar address revoked"),
        "revoked": _("revoked"),
        "administration": _("changed something"),
        "administration refused": _("Refused"),
    }


def _make_token() -> tuple[Device, str]:
    return services().access.store.add_token(
        request.form.get("name", ""),
        scope_named(request.form.get("scope", "read")),
        _end(request.form.get("days", "0")),
        by=principal().name,
        address=address(),
    )


def _end(days: str) -> datetime | None:
    """Return when a token ends that was asked for by one of LIFETIMES.

    Raises:
        FieldInvalidError: it is none of them; that must not make one without an end.
    """
    if days not in {str(each) for each in LIFETIMES}:
        raise FieldInvalidError(
            f"a token cannot live for {days[:20]!r} days",
            remedy="choose one of the list",
        )
    if days == "0":
        return None
    return services().clock.now() + timedelta(days=int(days))


def _tried(run: Callable[[], Made]) -> Made | None:
    """Return what a change returns; None if it could not be made, which is then told."""
    try:
        return run()
    except InputInvalidError as error:
        what, remedy = told(error)
        what = f"{what[:1].upper()}{what[1:]}."
        leave_notice(Notice(what, remedy, kind="problem"))
        return None


def _back() -> AnyResponse:
    return redirect(HERE, 303)
