"""What can be said and typed, and which keys do what."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l

from web_ui.access.marks import Scope, access

SHORTCUTS = (
    (
        _l("Everywhere"),
        (
            (("n",), _l("Add a task")),
            (("/",), _l("Search")),
            (("?",), _l("Show this sheet")),
        ),
    ),
    (
        _l("Go to"),
        (
            (("g", "t"), _l("Today")),
            (("g", "u"), _l("Upcoming")),
            (("g", "i"), _l("Inbox")),
            (("g", "p"), _l("Projects")),
            (("g", "d"), _l("Done")),
            (("g", "s"), _l("Settings")),
            (("g", "v"), _l("Talk")),
        ),
    ),
    (
        _l("In lists"),
        (
            (("j",), _l("Next task")),
            (("↓",), _l("Next task")),
            (("k",), _l("Task before")),
            (("↑",), _l("Task before")),
        ),
    ),
    (
        _l("The task at the keyboard"),
        (
            (("c",), _l("Complete or reopen it")),
            (("o",), _l("Open it")),
            (("e",), _l("Change its title")),
            (("F2",), _l("Change its title")),
            (("d",), _l("Give it another day")),
            (("Alt+↑",), _l("Move it up")),
            (("Alt+↓",), _l("Move it down")),
            (("Delete",), _l("Move it to the trash")),
        ),
    ),
    (
        _l("Several tasks"),
        (
            (("x",), _l("Choose or leave out the task at the keyboard")),
            (("Ctrl+a",), _l("Choose all")),
            (("Esc",), _l("Choose none")),
        ),
    ),
)
"""Script keys; static/js does what they say, and a test compares."""
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
