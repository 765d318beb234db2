"""Small pieces of markup that lists repeat hundreds of times, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g
from markupsafe import Markup

from web_ui.access.cross_site import csrf_field
from web_ui.navigation import here

if TYPE_CHECKING:
    from flask import Flask

    from web_ui.serving.static_files import StaticFiles

_ICON = Markup(
    '<svg class="icon {css}" aria-hidden="true" focusable="false">'
    '<use href="{file}#{name}"></use></svg>'
)
_MARK = Markup(
    '<svg class="dot" viewBox="0 0 12 12" aria-hidden="true" focusable="false">'
    '<circle cx="6" cy="6" r="5" {}/></svg>'
)
_OWN_COLOR = Markup('fill="{}" class="own"')
_EXTENSION = "clara-drawings"
_NEXT = Markup('{csrf}<input type="hidden" name="next" value="{address}">')


def register(app: Flask) -> None:
    """Give the templates the drawings of static/icons.svg."""
    app.jinja_env.globals.update(
        drawing=drawing, project_mark=project_mark, row_fields=row_fields
    )


def drawing(name: str, css: str = "") -> Markup:
    """Return a drawing that says nothing to a screen reader; the text beside it does."""
    made: dict[tuple[str, str], Markup] = current_app.extensions.setdefault(
        _EXTENSION, {}
    )
    key = name, css
    found = made.get(key)
    if found is None:
        static_files: StaticFiles = current_app.extensions["clara_static"]
        file = static_files.url("icons.svg")
        made[key] = found = _ICON.format(css=css, file=file, name=name)
    return found


def project_mark(color: str | None = None) -> Markup:
    """Return the round mark of a project; its colour is an attribute: styles may not be inline."""
    return _MARK.format(_OWN_COLOR.format(color) if color else "")


def row_fields() -> Markup:
    """Return the hidden fields of a form that leads back to this page."""
    if "row_fields" not in g:
        g.row_fields = _NEXT.format(csrf=csrf_field(), address=here())
    found: Markup = g.row_fields
    return found
