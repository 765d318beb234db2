"""How pages look in one browser: theme, accent and density, kept in its own cookies.

The server writes them into the page, so that nothing flashes and no script is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response

THEMES = ("auto", "light", "dark")
ACCENTS = ("indigo", "blue", "teal", "green", "rose", "orange", "slate")
DENSITIES = ("comfortable", "compact")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": THEMES,
    "accent": ACCENTS,
    "density": DENSITIES,
}
"""What there is to choose; the first is the default."""
KEPT_S = 400 * 24 * 60 * 60
"""The longest that browsers keep a cookie (RFC 6265bis section 5.6.1)."""


@dataclass(frozen=True, slots=True)
class Looks:
    """One choice each."""

    theme: str
    accent: str
    density: str


def looks() -> Looks:
    """Return what this browser chose; anything unknown is the default."""
    return Looks(**{name: _chosen(name) for name in CHOICES})


def remember(response: Response, name: str, value: str) -> None:
    """Keep a choice in the browser; readable by scripts, which change it on the spot."""
    if value not in CHOICES.get(name, ()):
        return
    response.set_cookie(
        f"clara_{name}",
        value,
        max_age=KEPT_S,
        secure=request.is_secure,
        samesite="Lax",
    )


def _chosen(name: str) -> str:
    value = request.cookies.get(f"clara_{name}", "")
    return value if value in CHOICES[name] else CHOICES[name][0]
