"""What can be said and typed, and which keys do what."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from web_ui.access.marks import Scope, access

SHORTCUTS = (
    (
        _l("Everywhere"),
        (
            (("q",), _l("New task")),
            (("/",), _l("Search")),
            (("g", "t"), _l("Today")),
            (("g", "u"), _l("Upcoming")),
            (("g", "i"), _l("Inbox")),
            (("g", "p"), _l("Projects")),
            (("z",), _l("Undo")),
            (("?",), _l("These keys")),
        ),
    ),
    (
        _l("In a list"),
        (
            (("j",), _l("Next task")),
            (("k",), _l("Previous task")),
            (("Enter",), _l("Open it")),
            (("e",), _l("Complete it")),
            (("x",), _l("Select it")),
            (("Esc",), _l("Close, or select nothing")),
        ),
    ),
)
"""Script keys; static/js does what they say, and a test of it compares."""
SENTENCES = (
    (
        _l("Tasks"),
        (
            "Remind me to water the plants every Sunday morning",
            "Buy milk tomorrow at nine, high priority",
            "Add eggs and flour to the shopping list",
            "What do I have to do today?",
            "Move the dentist to Friday",
            "I called the plumber",
            "Undo that",
        ),
    ),
    (
        _l("Time"),
        (
            "Set a timer for ten minutes",
            "Wake me at seven",
            "How long does the timer still run?",
        ),
    ),
)


def blueprint() -> Blueprint:
    """Return the pages."""
    pages = Blueprint("help", __name__)

    @pages.get("/help")
    @access(Scope.READ)
    def sentences() -> str:
        return render_template("help.html", groups=SENTENCES)

    @pages.get("/help/shortcuts")
    @access(Scope.READ)
    def shortcuts() -> str:
        return render_template("shortcuts.html", groups=SHORTCUTS)

    return pages
