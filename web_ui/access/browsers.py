"""What a browser calls itself, in words for a list of devices."""

from __future__ import annotations

import re

# The first that is found counts: Edge and Opera also say Chrome, Chrome also says Safari.
_BROWSERS = (
    (r"Edg(A|iOS)?/", "Edge"),
    (r"OPR/", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"(Firefox|FxiOS)/", "Firefox"),
    (r"(HeadlessChrome|Chrome|CriOS|Chromium)/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"iPhone|iPod", "iPhone"),
    (r"iPad", "iPad"),
    (r"Android", "Android"),
    (r"CrOS", "Chromebook"),
    (r"Windows", "Windows"),
    (r"Macintosh|Mac OS X", "Mac"),
    (r"Linux", "Linux"),
)


def browser_name(agent: str) -> str:
    """Return for example "Firefox, Android"; nothing of the text itself."""
    found = (_first(_BROWSERS, agent), _first(_SYSTEMS, agent))
    return ", ".join(filter(None, found)) or "Browser"


def _first(table: tuple[tuple[str, str], ...], agent: str) -> str | None:
    return next((name for pattern, name in table if re.search(pattern, agent)), None)
