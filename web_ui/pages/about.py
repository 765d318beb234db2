"""What Clara is, what it keeps and where, and that nothing leaves the house."""

from __future__ import annotations

from flask import Blueprint, render_template

from clara_edge import __version__
from web_ui.access.marks import Scope, access
from web_ui.services import services


def blueprint() -> Blueprint:
    """Return the page."""
    pages = Blueprint("about", __name__)

    @pages.get("/about")
    @access(Scope.READ)
    def about() -> str:
        config, folders = services().config, services().folders
        return render_template(
            "about.html",
            version=__version__,
            config=config,
            folders=folders,
            backups=config.backup.folder or folders.data / "backups",
            remote_providers=_remote_providers(),
        )

    return pages


def _remote_providers() -> list[tuple[str, str]]:
    """Return the language models that are asked over the network, and where they are."""
    model = services().config.language_model
    if not model.enabled:
        return []
    found = []
    for name in model.providers:
        url = model.options.get(name, {}).get("url")
        if url:
            found.append((name, str(url)))
    return found
