"""The table of endpoints in docs/api.md; `python -m web_ui.api.endpoint_table` renews it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from web_ui.access.marks import Scope
from web_ui.api import blueprint
from web_ui.api.registry import api

if TYPE_CHECKING:
    from web_ui.api.endpoint import Endpoint

BEGIN, END = "<!-- endpoints -->\n", "<!-- /endpoints -->\n"
_DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"


def table() -> str:
    """Return every endpoint in a line of Markdown."""
    rows = [
        "| | address | scope | takes | answers | what it does |",
        "|---|---|---|---|---|---|",
        *map(_row, sorted(api.endpoints, key=lambda one: (one.path, one.method))),
    ]
    return "\n".join(rows) + "\n"


def main() -> None:
    """Put the present table into the document."""
    blueprint()
    text = _DOCUMENT.read_text()
    pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    _DOCUMENT.write_text(pattern.sub(lambda _: BEGIN + table() + END, text))


def _row(endpoint: Endpoint) -> str:
    path = re.sub(r"<(\w+)>", r"{\1}", endpoint.path)
    takes = []
    if endpoint.query is not None:
        takes += [f"`?{name}=`" for name in endpoint.query.model_fields]
    if endpoint.body is not None:
        takes.append(endpoint.body.__name__)
    if endpoint.if_match:
        takes.append("If-Match" + (" (must)" if 428 in endpoint.errors else ""))
    answers = str(endpoint.status)
    if endpoint.returns is not None:
        answers += f" {endpoint.returns.__name__}"
    elif endpoint.status != 204:
        answers += f" {endpoint.media}"
    cells = (
        endpoint.method,
        f"`{path}`",
        _scope(endpoint),
        ", ".join(takes),
        answers,
        endpoint.summary,
    )
    return f"| {' | '.join(cells)} |"


def _scope(endpoint: Endpoint) -> str:
    if endpoint.scope is None:
        return "anybody"
    label = Scope(endpoint.scope).label
    return f"{label}, HTTPS" if endpoint.secure else label


if __name__ == "__main__":
    main()
