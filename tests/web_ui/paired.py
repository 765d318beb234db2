"""Browsers and programs that are paired, for tests of what they may do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask.testing import FlaskClient

from clara_edge.domain.access import DeviceKind, Scope
from clara_edge.storage.access.store import Applicant
from web_ui.access.cookies import NAMES
from web_ui.access.cross_site import HEADER
from web_ui.services import EXTENSION

if TYPE_CHECKING:
    from flask import Flask

    from clara_edge.domain.access import Device
    from clara_edge.storage.access import AccessStore

HOSTS = {DeviceKind.HTTPS: "https://localhost", DeviceKind.HTTP: "http://localhost"}
_META = re.compile(r'<meta name="csrf-token" content="([^"]+)">')


class PairedClient(FlaskClient):
    """A browser that is paired; `csrf` are the headers that its scripts send."""

    base_url: str = HOSTS[DeviceKind.HTTPS]
    csrf: dict[str, str]
    token: str
    device: Device

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request as a browser does from a page of the service."""
        kwargs.setdefault("base_url", self.base_url)
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("Origin", self.base_url)
        for name, value in self.csrf.items():
            headers.setdefault(name, value)
        return super().open(*args, headers=headers, **kwargs)


def pair(
    store: AccessStore,
    kind: DeviceKind = DeviceKind.HTTPS,
    scope: Scope = Scope.ADMIN,
    name: str = "Test browser",
) -> tuple[Device, str]:
    """Pair a device with a code, and return it with its token."""
    code = store.issue_codes([kind], scope, forgive=True).codes[kind]
    applicant = Applicant(kind, name, "127.0.0.1", "127.0.0.1")
    return store.redeem(code, applicant)


def paired_client(
    app: Flask, kind: DeviceKind = DeviceKind.HTTPS, scope: Scope = Scope.ADMIN
) -> PairedClient:
    """Return a test client with the cookie of a new device and its cross-site token."""
    store = app.extensions[EXTENSION].access.store
    app.test_client_class, before = PairedClient, app.test_client_class
    client: PairedClient = app.test_client()  # type: ignore[assignment] - the class above
    app.test_client_class = before
    client.csrf = {}
    client.base_url = HOSTS[kind]
    client.device, client.token = pair(store, kind, scope)
    client.set_cookie(
        NAMES[kind], client.token, domain="localhost", secure=kind is DeviceKind.HTTPS
    )
    # any page has it, also one that says that there is nothing
    found = _META.search(client.get("/nothing-here").text)
    assert found, "the page has no cross-site token"
    client.csrf = {HEADER: found[1]}
    return client


def bearer(
    app: Flask, scope: Scope = Scope.ADMIN, name: str = "program"
) -> dict[str, str]:
    """Return the headers of a program with a token."""
    store = app.extensions[EXTENSION].access.store
    _, token = store.add_token(name, scope)
    return {"Authorization": f"Bearer {token}"}
