"""What a view asks of whoever calls it; a view without a mark answers nobody.

The mark goes under the route: `@pages.get("/inbox")`, then `@access(Scope.READ)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from flask import g

from clara_edge.domain.access import Scope

__all__ = [
    "Principal",
    "PrincipalKind",
    "Rule",
    "Scope",
    "access",
    "principal",
    "principal_or_none",
    "public",
    "rule_of",
]

if TYPE_CHECKING:
    from collections.abc import Callable

    View = TypeVar("View", bound=Callable[..., Any])

_MARK = "__clara_access__"

PrincipalKind = Literal["https", "http", "token"]
"""A browser with the HTTPS cookie, one with the limited HTTP cookie, or a program."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls."""

    id: str
    """Stays the same for as long as the device is paired."""
    name: str
    kind: PrincipalKind
    scopes: frozenset[Scope]
    secure: bool
    """Over HTTPS, or a program on this machine itself."""

    def may(self, scope: Scope) -> bool:
        """Tell whether it has a scope."""
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class Rule:
    """What a view asks for; without a scope it answers everybody."""

    scope: Scope | None
    secure: bool = False
    closed: bool = False
    """Nobody is answered: its view has no mark."""


def access(scope: Scope, *, secure: bool = False) -> Callable[[View], View]:
    """Let a view answer whoever has a scope; with secure, over HTTPS only."""

    def mark(view: View) -> View:
        setattr(view, _MARK, Rule(scope, secure))
        return view

    return mark


def public(view: View) -> View:
    """Let a view answer everybody who reaches this service, paired or not."""
    setattr(view, _MARK, Rule(None))
    return view


def rule_of(view: Callable[..., Any]) -> Rule | None:
    """Return what a view asks for; None if it has no mark."""
    rule: Rule | None = getattr(view, _MARK, None)
    return rule


def principal() -> Principal:
    """Return who calls; only for views that are not public."""
    found: Principal = g.principal
    return found


def principal_or_none() -> Principal | None:
    """Return who calls, None for a stranger on a public view."""
    found: Principal | None = g.get("principal")
    return found
