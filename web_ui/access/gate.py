"""What every request has to pass before its view is called."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from flask import Response, current_app, g, request

from clara_edge.domain.access import DeviceKind, LogEntry, Scope, scopes_up_to
from clara_edge.domain.errors import StorageError
from clara_edge.storage.access import AccessStore
from web_ui.hosts import Hosts

from . import cookies, cross_site, reasons, refusals
from .addresses import address, is_this_machine, source
from .limits import RateLimit
from .marks import Principal, Rule, rule_of
from .refusals import refuse
from .streams import Watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from clara_edge.config.schema import Web
    from clara_edge.domain.access import Device
    from clara_edge.ports.clock import Clock

    from .refusals import Refusal

_LOGGER = logging.getLogger(__name__)

# A page and its files are some thirty requests; a list that is dragged about, ten a second.
STRANGER_AT_ONCE, STRANGER_PER_S = 120, 10.0
DEVICE_AT_ONCE, DEVICE_PER_S = 600, 50.0
# each is a line on the disk
REFUSALS_AT_ONCE, REFUSALS_PER_S = 5, 1 / 60
_BEARER = "bearer "
_NOBODY = Rule(Scope.ADMIN, secure=True, closed=True)


class Access:
    """Who calls, and whether they may; safe from any thread."""

    def __init__(
        self,
        web: Web,
        data: Path,
        clock: Clock,
        *,
        more_names: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """Look after one web service.

        Args:
            web: its settings.
            data: the folder that the list of devices is in.
            clock: the time.
            more_names: further names of this machine, as they are just now.
        """
        self.store = AccessStore(data, clock)
        self.hosts = Hosts(web, clock, more_names=more_names)
        self._web = web
        self._clock = clock
        self._strangers = RateLimit(
            clock, at_once=STRANGER_AT_ONCE, per_s=STRANGER_PER_S
        )
        self._devices = RateLimit(clock, at_once=DEVICE_AT_ONCE, per_s=DEVICE_PER_S)
        self._refusals = RateLimit(
            clock, at_once=REFUSALS_AT_ONCE, per_s=REFUSALS_PER_S
        )
        self._noting = threading.Lock()

    def admits(self, principal: Principal) -> bool:
        """Tell whether a device is still paired, for what goes on for long."""
        try:
            return self.store.is_paired(principal.id)
        except StorageError:
            # who was let in stays; nothing new is let in meanwhile
            return True

    def check(self) -> Response | None:
        """Find out who calls; return why the view is not called, if it is not."""
        if not self.hosts.accepts(request.headers.get("Host", "")):
            return Response(
                "this service has another name\n", 400, mimetype="text/plain"
            )
        try:
            device = self._device()
        except StorageError as error:
            _LOGGER.warning("nobody can be let in: %s", error)
            return refuse(reasons.unreadable(error))
        g.principal = None if device is None else self._principal(device)
        if (wait_s := self._wait_s(device)) > 0:
            return refuse(reasons.too_often(wait_s))
        rule = _rule()
        if rule is None:
            # no such page, or a method that it has not: Flask says so
            return None
        refusal = self._refusal(rule, g.principal)
        g.let_in = refusal is None
        return refusal

    def after(self, response: Response) -> Response:
        """Keep cookies alive, log what administrators do, watch long answers."""
        principal: Principal | None = g.get("principal")
        if principal is None:
            return response
        if g.get("renew_cookie") and "Set-Cookie" not in response.headers:
            cookies.give(response, g.renew_cookie)
        rule = _rule()
        if _is_change() and rule is not None and rule.scope is Scope.ADMIN:
            self._record_change(principal, response.status_code)
        if response.mimetype == "text/event-stream":
            response.response = Watched(
                response.iter_encoded(), lambda: self.admits(principal), self._clock
            )
        return response

    def _refusal(self, rule: Rule, principal: Principal | None) -> Response | None:
        if rule.scope is None:
            if _is_change() and not cross_site.comes_from_here():
                return refuse(reasons.from_elsewhere())
            return None
        if cross_site.is_embedded_elsewhere():
            return refuse(reasons.from_elsewhere())
        if principal is None:
            return refusals.not_paired()
        reason = (
            # before anything that tells what would have been allowed
            _cross_site_reason(principal)
            or self._scope_reason(rule, rule.scope, principal)
        )
        return None if reason is None else refuse(reason)

    def _scope_reason(
        self, rule: Rule, scope: Scope, principal: Principal
    ) -> Refusal | None:
        if rule.closed:
            return reasons.closed()
        if rule.secure and not principal.secure:
            return reasons.needs_https(self._web.https_port, enabled=self._web.https)
        if not principal.may(scope):
            return reasons.not_allowed(principal, scope)
        return None

    def _device(self) -> Device | None:
        given = request.headers.get("Authorization", "")
        if given:
            return self._by_bearer(given)
        token = cookies.sent_token()
        if token is None:
            return None
        kind = cookies.kind_of_request()
        if kind is DeviceKind.HTTP and not self._web.http_pairing:
            return None
        device = self.store.admit(token, kind, address())
        if device is None:
            g.token_refused = True
            return None
        g.csrf_key = cross_site.key_of(token)
        if self._note_use(device):
            g.renew_cookie = token
        return device

    def _by_bearer(self, given: str) -> Device | None:
        """Return the program of a token; a wrong one is not made up for by a cookie."""
        # in the clear, everybody on the way could copy it (RFC 6750 section 5.3)
        if not (request.is_secure or is_this_machine()):
            return None
        if not given.lower().startswith(_BEARER):
            return None
        device = self.store.admit(
            given[len(_BEARER) :].strip(), DeviceKind.TOKEN, address()
        )
        if device is not None:
            self._note_use(device)
        return device

    def _note_use(self, device: Device) -> bool:
        """Write down the use; return whether it is the first one of the day."""
        if not self._noting.acquire(blocking=False):
            return False
        try:
            self.store.note_use(device, address())
        except StorageError as error:
            # for example a full disk: that is no reason to turn people away
            _LOGGER.warning("the last use of a device was not noted: %s", error)
        finally:
            self._noting.release()
        today = self._clock.now().date()
        return device.used_at is None or device.used_at.date() != today

    def _principal(self, device: Device) -> Principal:
        return Principal(
            id=device.id,
            name=device.name,
            kind=device.kind.value,
            scopes=scopes_up_to(device.scope),
            secure=device.kind is not DeviceKind.HTTP,
        )

    def _wait_s(self, device: Device | None) -> float:
        if is_this_machine():
            return 0.0
        if device is not None:
            return self._devices.take(device.id)
        return self._strangers.take(source())

    def _record_change(self, principal: Principal, status: int) -> None:
        # apart, and few: whoever may do nothing must not push out what was done
        refused = not g.get("let_in")
        if refused and self._refusals.take(principal.id) > 0:
            return
        entry = LogEntry(
            self._clock.now(),
            "administration refused" if refused else "administration",
            device=principal.name,
            address=address(),
            detail=f"{request.method} {request.path}: {status}",
        )
        try:
            self.store.record(entry)
        except StorageError as error:
            _LOGGER.warning("the log of devices cannot be written: %s", error)


def _is_change() -> bool:
    return request.method not in cross_site.SAFE_METHODS


def _cross_site_reason(principal: Principal) -> Refusal | None:
    # browsers send no bearer token by themselves
    if not _is_change() or principal.kind == "token":
        return None
    if not cross_site.comes_from_here():
        return reasons.from_elsewhere()
    return None if cross_site.has_token() else reasons.stale_form()


def _rule() -> Rule | None:
    """Return what the view of this request asks for; without a mark, what nobody has."""
    if request.endpoint is None:
        return None
    rule = rule_of(current_app.view_functions[request.endpoint])
    if rule is None:
        _LOGGER.error("%s has no mark of access: it answers nobody", request.endpoint)
        return _NOBODY
    return rule
