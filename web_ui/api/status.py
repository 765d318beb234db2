"""How Clara does, for programs."""

from __future__ import annotations

from typing import Any

from web_ui import status_facts
from web_ui.access.marks import Scope, principal

from .registry import Answer, api


class StatusAnswer(Answer):
    """The same as `clara status --json`, with measurements."""

    version: str
    voice: dict[str, Any]
    tasks: dict[str, Any]
    backups: dict[str, Any]
    models: list[dict[str, Any]]
    language_model: list[dict[str, Any]]
    storage: dict[str, Any]
    web: dict[str, Any]
    machine: dict[str, Any]
    since_install: dict[str, Any]


@api.route("GET", "/status", scope=Scope.READ, returns=StatusAnswer)
def status() -> StatusAnswer:
    """Tell how everything does.

    Paths and what rings next are told over encrypted connections only.
    """
    facts = status_facts.present_facts()
    if not principal().secure:
        facts = status_facts.overview(facts)
    return StatusAnswer(**facts)
