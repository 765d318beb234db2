"""How providers do, in plain values for status and programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .breaker import BreakerState

if TYPE_CHECKING:
    from .guarded import ProviderStatus

_STATES = {
    BreakerState.CLOSED: "ready",
    BreakerState.OPEN: "left alone",
    BreakerState.HALF_OPEN: "on trial",
}


def told(status: ProviderStatus) -> dict[str, Any]:
    """Return one provider's status as JSON values; the keys are those of control.status."""
    facts, health = status.facts, status.health
    return {
        "name": facts.name,
        "engine": facts.engine,
        "label": facts.label,
        "local": facts.local,
        "may_see_tasks": facts.may_see_tasks,
        "state": "absent" if status.absent else _STATES[status.breaker],
        "absent": status.absent,
        "breaker": str(status.breaker),
        "requests": health.requests,
        "errors": health.errors,
        "first_ms": _ms(health.first_s),
        "whole_ms": _ms(health.whole_s),
        "last_error": health.last_error,
    }


def _ms(seconds: float | None) -> int | None:
    return None if seconds is None else round(1000 * seconds)
