"""Installing the authority of this device, step by step; everybody may see it, it is no secret."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import segno
from flask import Blueprint, Response, abort, g, jsonify, render_template, request
from flask_babel import gettext as _

from clara_edge.certificates.authority import LOCAL_DOMAINS
from clara_edge.certificates.profile import mobile_configuration
from clara_edge.certificates.server_certificate import certifiable
from clara_edge.discovery.presence import url
from clara_edge.domain.errors import CertificateError
from web_ui.access.marks import public
from web_ui.network import LOCAL_NAMES
from web_ui.services import services

if TYPE_CHECKING:
    from clara_edge.certificates.authority import Authority

SYSTEMS = ("android", "ios", "windows", "macos", "linux")
# Android says Linux as well, and an iPhone says Mac OS X
_AGENTS = (
    ("android", r"Android"),
    ("ios", r"iPhone|iPad|iPod"),
    ("windows", r"Windows"),
    ("macos", r"Macintosh|Mac OS X"),
    ("linux", r"Linux|X11|CrOS"),
)
_KEEP = "no-cache"


def blueprint() -> Blueprint:
    """Return the page and the files that it offers."""
    pages = Blueprint("install", __name__)

    @pages.get("/install")
    @public
    def install() -> str:
        secure = address("https")
        if secure and not request.is_secure:
            # the page tries whether HTTPS works by now
            g.connect_to = secure
        return render_template("install.html", **_facts())

    @pages.get("/install/works")
    @public
    def works() -> Response:
        answer = jsonify(secure=request.is_secure)
        # asked for by the page above, which came over HTTP
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer

    @pages.get("/install/clara-authority.<kind>")
    @public
    def certificate(kind: str) -> Response:
        authority = _authority()
        if kind == "crt":
            return _file(authority.der, "application/x-x509-ca-cert", kind)
        if kind == "pem":
            return _file(authority.pem.encode(), "application/x-pem-file", kind)
        if kind != "mobileconfig":
            abort(404)
        about = _("Lets this device trust the pages of your Clara at home.")
        profile = mobile_configuration(authority, about)
        return _file(profile, "application/x-apple-aspen-config", kind)

    @pages.get("/install/<scheme>.svg")
    @public
    def qr_code(scheme: str) -> Response:
        known = scheme in {"http", "https"}
        place = address(scheme, for_others=True) if known else None
        if place is None:
            abort(404)
        return Response(_drawing(f"{place}/install"), mimetype="image/svg+xml")

    return pages


def address(scheme: str, *, for_others: bool = False) -> str | None:
    """Return where these pages are by http or https, None if they are not there.

    The name is the one that the browser used, if a certificate can be good for it, and
    for others if it means the same to them.
    """
    web, network = services().config.web, services().network
    if network is not None:
        presence = network.presence
        port = presence.https_port if scheme == "https" else presence.http_port
    elif scheme == "https":
        port = web.https_port if web.https else None
    else:
        port = web.port if web.http else None
    return url(scheme, _host(for_others=for_others), port) if port else None


def _host(*, for_others: bool) -> str:
    asked = urlsplit(f"//{request.host}").hostname or ""
    if asked in certifiable([asked]) and not (for_others and asked in LOCAL_NAMES):
        return asked
    network = services().network
    names = network.host_names if network is not None else ()
    return next(iter(names), f"{services().config.web.name}.local")


def _authority() -> Authority:
    return services().certificates.authority


def _facts() -> dict[str, Any]:
    asked = request.args.get("system", "")
    system = asked if asked in SYSTEMS else _own_system()
    facts: dict[str, Any] = {
        "own_system": system,
        "systems": (system, *(other for other in SYSTEMS if other != system)),
        "https_address": address("https"),
        "place": address("http", for_others=True) or address("https", for_others=True),
        "domains": ", ".join(f".{name}" for name in LOCAL_DOMAINS[:1]),
    }
    try:
        authority = _authority()
    except CertificateError as error:
        return {**facts, "problem": error, "https_address": None}
    return {
        **facts,
        "problem": None,
        "authority": authority.name,
        "fingerprint": authority.fingerprint,
    }


def _own_system() -> str:
    agent = request.headers.get("User-Agent", "")
    found = (system for system, mark in _AGENTS if re.search(mark, agent))
    return next(found, "android")


def _file(data: bytes, mimetype: str, ending: str) -> Response:
    answer = Response(data, mimetype=mimetype)
    name = f"clara-authority.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = _KEEP
    return answer


def _drawing(text: str) -> bytes:
    """Draw a QR code, dark on light in either theme, because cameras want it so."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out,
        kind="svg",
        scale=6,
        border=3,
        dark="#131316",
        light="#ffffff",
        xmldecl=False,
    )
    return out.getvalue()
