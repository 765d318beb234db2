"""Letting a browser in: a code that the device speaks or that `clara pair` prints."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from clara_edge.domain.access import (
    CODE_VALID,
    DeviceKind,
    Scope,
    checked_name,
    spoken_code,
)
from clara_edge.domain.errors import (
    DaemonError,
    DeviceUnknownError,
    FieldInvalidError,
    PairingBlockedError,
    PairingRefusedError,
)
from clara_edge.storage.access.store import Applicant
from web_ui.access import cookies
from web_ui.access.addresses import address, source
from web_ui.access.browsers import browser_name
from web_ui.access.limits import RateLimit
from web_ui.access.marks import access, principal, principal_or_none, public
from web_ui.access.refusals import https_address
from web_ui.error_words import told
from web_ui.pages.changes import local_address
from web_ui.services import services
from web_ui.task_form import sentence
from web_ui.welcome.progress import load_progress

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from clara_edge.domain.access import Device
    from web_ui.services import Services

_LOGGER = logging.getLogger(__name__)

SPEAK_AT_ONCE = 2
SPEAK_PER_S = 1 / 60
"""Whoever is in the network can ask: it must not become a nuisance."""
SPEAK_IN_A_ROW = 10
SPEAK_LATER_PER_S = 1 / 3600
"""Nor all through the night; `clara pair` always works."""
_EVERYBODY = "*"
SPEAK_TIMEOUT_S = 5.0


def blueprint(parts: Services) -> Blueprint:
    """Return the page and where its forms go."""
    pages = Blueprint("pair", __name__)
    spoken = RateLimit(parts.clock, at_once=SPEAK_AT_ONCE, per_s=SPEAK_PER_S)
    spoken_often = RateLimit(
        parts.clock, at_once=SPEAK_IN_A_ROW, per_s=SPEAK_LATER_PER_S
    )

    @pages.get("/pair")
    @public
    def pair() -> AnyResponse:
        return _page()

    @pages.post("/pair")
    @public
    def enter() -> AnyResponse:
        return _enter() if _is_open() else _page(status=403)

    @pages.post("/pair/speak")
    @public
    def speak() -> AnyResponse:
        if not (_is_open() and services().config.web.speak_codes):
            return _page(_("This device speaks no codes."), 403)
        wait_s = services().access.store.wait_s(source())
        if wait_s > 0:
            return _blocked(wait_s)
        wait_s = spoken.take(_EVERYBODY) or spoken_often.take(_EVERYBODY)
        if wait_s > 0:
            problem = _("A code was spoken just now.")
            return _page(f"{problem} {_wait_text(wait_s)}", 429, wait_s)
        trouble = _speak()
        return _page(trouble, 503) if trouble else _page(spoken=True)

    @pages.post("/unpair")
    @access(Scope.READ)
    def leave() -> AnyResponse:
        _forget_before()
        response = redirect("/pair", 303)
        cookies.take_away(response)
        if request.is_secure:
            # the tasks that were kept for offline use
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return pages


def _enter() -> AnyResponse:
    """Let a browser in, or tell it in the same words for whatever is wrong with the code."""
    name = request.form.get("name", "").strip()
    try:
        shown = checked_name(name) if name else _own_name()
        device, token = services().access.store.redeem(
            request.form.get("code", ""),
            Applicant(cookies.kind_of_request(), shown, address(), source()),
        )
    except PairingBlockedError as error:
        return _blocked(error.retry_after_s)
    except PairingRefusedError:
        return _page(_("This code is not right, or not valid any more."), 403)
    except FieldInvalidError as error:
        return _page(f"{sentence(told(error)[0])}.", 400)
    _LOGGER.info("paired %r over %s", device.name, device.kind)
    _forget_before()
    response = redirect(_way_on(device), 303)
    cookies.give(response, token)
    return response


def _way_on(device: Device) -> str:
    """Return where a browser goes that was let in: by the first steps, if some are left."""
    there = local_address(request.form.get("next") or "/")
    may = device.kind is DeviceKind.HTTPS and device.scope is Scope.ADMIN
    if there == "/" and may and load_progress(services().folders.data).next:
        return "/welcome"
    return there


def _page(
    problem: str | None = None,
    status: int = 200,
    retry_after_s: float | None = None,
    *,
    spoken: bool = False,
) -> Response:
    web = services().config.web
    html = render_template(
        "access/pair.html",
        problem=problem,
        spoken=spoken,
        is_open=_is_open(),
        can_speak=web.speak_codes,
        minutes=int(CODE_VALID.total_seconds() // 60),
        # over GET only a link of ours carries it
        code=request.args.get("code", "")[:20],
        own_name=_own_name(),
        next=local_address(request.values.get("next") or "/"),
        https=None
        if request.is_secure or not web.https
        else https_address(web.https_port),
    )
    response = Response(html, status)
    if retry_after_s is not None:
        response.headers["Retry-After"] = str(max(1, math.ceil(retry_after_s)))
    return response


def _blocked(wait_s: float) -> Response:
    problem = _("Too many codes were wrong.")
    return _page(f"{problem} {_wait_text(wait_s)}", 429, wait_s)


def _wait_text(wait_s: float) -> str:
    if wait_s < 90:
        return ngettext(
            "Try again in %(num)d second.",
            "Try again in %(num)d seconds.",
            max(1, math.ceil(wait_s)),
        )
    return ngettext(
        "Try again in %(num)d minute.",
        "Try again in %(num)d minutes.",
        math.ceil(wait_s / 60),
    )


def _speak() -> str | None:
    """Let the device speak a code; return what is in the way."""
    kind = cookies.kind_of_request()
    store = services().access.store
    issued = store.issue_codes([kind], how=f"spoken, asked for by {address()}")
    words = spoken_code(issued.codes[kind])
    text = f"Somebody wants to pair a device. The code is: {words} Again: {words}"
    try:
        with services().control(SPEAK_TIMEOUT_S) as daemon:
            silent = daemon.call("say", text=text).get("silent")
    except DaemonError as error:
        _LOGGER.info("no code was spoken: %s", error)
        silent = str(error)
    if silent is None:
        return None
    store.withdraw(issued)
    return _(
        "Clara cannot speak just now. On the device, this prints a code: clara pair"
    )


def _forget_before() -> None:
    """Let what this browser was paired as go: it is paired anew, or not any more."""
    before = principal_or_none()
    if before is None or before.kind == "token":
        return
    try:
        services().access.store.revoke(
            before.id, by=principal().name, address=address()
        )
    except DeviceUnknownError:
        _LOGGER.debug("it was revoked meanwhile")


def _is_open() -> bool:
    is_http = cookies.kind_of_request() is DeviceKind.HTTP
    return not is_http or services().config.web.http_pairing


def _own_name() -> str:
    return browser_name(request.headers.get("User-Agent", ""))
