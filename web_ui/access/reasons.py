"""The words of each refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from .refusals import Refusal, https_address

if TYPE_CHECKING:
    from clara_edge.domain.access import Scope
    from clara_edge.domain.errors import StorageError

    from .marks import Principal


def closed() -> Refusal:
    """The view has no mark."""
    return Refusal(
        403,
        "NotOpenError",
        _("Not allowed"),
        _("This address answers nobody."),
    )


def too_often(wait_s: float) -> Refusal:
    """The rate limit is reached."""
    return Refusal(
        429,
        "TooManyRequestsError",
        _("Too many requests"),
        _("This device asks too often."),
        _("Wait a moment and try again."),
        retry_after_s=wait_s,
    )


def from_elsewhere() -> Refusal:
    """Another site's page made the request, or no page at all."""
    return Refusal(
        403,
        "CrossSiteError",
        _("Refused"),
        _("This request was not made by one of Clara's own pages."),
        _("Open the page again and repeat it there."),
    )


def stale_form() -> Refusal:
    """The cross-site token is missing or of another device."""
    return Refusal(
        403,
        "CrossSiteTokenError",
        _("Refused"),
        _("This page is too old to send anything."),
        _("Load it again and repeat what you did."),
    )


def needs_https(port: int, *, enabled: bool) -> Refusal:
    """It is for HTTPS only."""
    return Refusal(
        403,
        "HttpsRequiredError",
        _("This needs a secure connection"),
        _("Over plain HTTP anybody on this network could listen in or change it."),
        _("Open it over HTTPS and pair there.")
        if enabled
        else _("Switch web.https on first."),
        link=https_address(port) if enabled else None,
    )


def not_allowed(principal: Principal, scope: Scope) -> Refusal:
    """The device was paired with less."""
    return Refusal(
        403,
        "ScopeMissingError",
        _("Not allowed"),
        _(
            "%(name)s may not do this: it needs the scope %(scope)s.",
            name=principal.name,
            scope=scope.label,
        ),
        _("Pair it anew with that scope."),
    )


def unreadable(error: StorageError) -> Refusal:
    """It cannot be found out who calls."""
    return Refusal(
        503,
        type(error).__name__,
        _("Nobody can be let in"),
        _("The list of paired devices cannot be used."),
        _("On the device, clara doctor says more."),
        retry_after_s=5,
    )
