"""Small pieces of markup that lists repeat hundreds of times, made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g
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
_NEXT = Markup('{csrf}<input type="hidden" name="next" value="{address}">')


def register(app: Flask) -> None:
    """Give the templates the drawings of static/icons.svg."""
    made: dict[tuple[str, str], Markup] = {}
    static_files: StaticFiles = app.extensions["clara_static"]
    file = static_files.url("icons.svg")

    def drawing(name: str, css: str = "") -> Markup:
        key = name, css
        if key not in made:
            made[key] = _ICON.format(css=css, file=file, name=name)
        return made[key]

    app.jinja_env.globals.update(drawing=drawing, row_fields=row_fields)


def row_fields() -> Markup:
    """Return the hidden fields of a form that leads back to this page."""
    if "row_fields" not in g:
        g.row_fields = _NEXT.format(csrf=csrf_field(), address=here())
    found: Markup = g.row_fields
    return found
