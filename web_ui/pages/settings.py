"""The pages of settings: one for each group, made from the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from clara_edge.config.chosen import RESET
from clara_edge.domain.errors import ClaraError, ConfigInvalidError, InputInvalidError
from web_ui.access.marks import Scope, access
from web_ui.error_words import told
from web_ui.notices import Notice, leave_notice
from web_ui.services import services
from web_ui.settings import applying, extras
from web_ui.settings.fields import Kind, Shown, parsed, shown
from web_ui.settings.groups import GROUPS, Group, group_named

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from clara_edge.config.keys import KeyPath
    from clara_edge.config.load import LoadedConfig
    from web_ui.settings.applying import Applied


def blueprint() -> Blueprint:
    """Return the pages."""
    pages = Blueprint("settings", __name__)

    @pages.get("/settings")
    @access(Scope.ADMIN, secure=True)
    def index() -> str:
        loaded = applying.present()
        return render_template(
            "settings/index.html", groups=GROUPS, ignored=loaded.ignored
        )

    @pages.get("/settings/look")
    @access(Scope.READ)
    def look() -> str:
        return render_template("settings/look.html")

    @pages.get("/settings/<section>")
    @access(Scope.ADMIN, secure=True)
    def section(section: str) -> str:
        return _page(_group(section))

    @pages.post("/settings/<section>")
    @access(Scope.ADMIN, secure=True)
    def save(section: str) -> ResponseReturnValue:
        return _save(_group(section))

    @pages.post("/settings/restart")
    @access(Scope.ADMIN, secure=True)
    def restart() -> Response:
        _restart(request.form.get("service", ""))
        return redirect(url_for("settings.index"), 303)

    @pages.errorhandler(ClaraError)
    def failed(error: ClaraError) -> ResponseReturnValue:
        if request.method != "POST":
            raise error
        leave_notice(Notice(*told(error), "problem"))
        section = (request.view_args or {}).get("section") or request.path.split("/")[2]
        known = group_named(section) is not None
        target = url_for("settings.section", section=section) if known else "/settings"
        return redirect(target, 303)

    extras.register(pages)
    return pages


def _group(name: str) -> Group:
    group = group_named(name)
    if group is None:
        abort(404)
    return group


def _page(group: Group, typed: dict[str, str] | None = None, error: str = "") -> str:
    loaded = applying.present()
    return render_template(
        "settings/section.html",
        group=group,
        groups=GROUPS,
        fields=shown(group.keys, loaded),
        rare=shown(group.rare, loaded),
        typed=typed or {},
        error=error,
        zones=lambda: sorted(available_timezones()),
        **extras.context(group.name, loaded),
    )


def _save(group: Group) -> ResponseReturnValue:
    form = request.form
    loaded = applying.present()
    try:
        if form.get("reset"):
            changes = _reset(group, form["reset"])
        else:
            changes = _changes(group, loaded)
            changes |= extras.changes(group.name, loaded)
        applied = applying.change(changes) if changes else None
    except (InputInvalidError, ConfigInvalidError) as error:
        typed = {key: str(form[key])[:20_000] for key in form}
        return _page(group, typed, applying.plain(error)), 422
    if applied is not None:
        _tell(applied)
    return redirect(url_for("settings.section", section=group.name), 303)


def _reset(group: Group, key: str) -> dict[KeyPath, Any]:
    if key not in (*group.keys, *group.rare):
        raise InputInvalidError(f"{key[:80]!r} is not on this page")
    return {tuple(key.split(".")): RESET}


def _changes(group: Group, loaded: LoadedConfig) -> dict[KeyPath, Any]:
    """Return what was typed and is another value; a field that was not sent is left alone."""
    sent = set(request.form.getlist("shown"))
    changes: dict[KeyPath, Any] = {}
    for field in shown((*group.keys, *group.rare), loaded):
        if field.key not in sent or field.fixed:
            continue
        value = parsed(field.setting, request.form.get(field.key, ""))
        if not _same(field, value):
            changes[field.setting.path] = value
    return changes


def _same(field: Shown, value: Any) -> bool:
    present = field.value
    if field.kind is Kind.TABLE or not isinstance(present, (tuple, bool, float, int)):
        return bool(value == present or (value is not None and value == str(present)))
    if isinstance(present, tuple):
        return bool(value == list(present))
    return bool(value == present)


def _tell(applied: Applied) -> None:
    waiting = len(applied.voice) + len(applied.web)
    if applied.problem:
        leave_notice(
            Notice(_("Saved, but not taken over yet."), applied.problem, "warning")
        )
    elif waiting:
        what = ngettext(
            "Saved. %(num)d setting waits for a restart.",
            "Saved. %(num)d settings wait for a restart.",
            waiting,
        )
        leave_notice(Notice(what, _("The page of settings offers it."), "warning"))
    elif not applied.running:
        leave_notice(
            Notice(
                _("Saved."),
                _("The voice service is not running; it counts from its start."),
            )
        )
    else:
        leave_notice(Notice(_("Saved, and already in force."), kind="good"))


def _restart(service: str) -> None:
    if service == "voice":
        with services().control() as client:
            client.call("restart")
        leave_notice(
            Notice(_("The voice service starts again; this takes a few seconds."))
        )
    elif service == "web":
        leave_notice(
            Notice(_("These pages start again; load them anew in a few seconds."))
        )
        applying.restart_web()
    else:
        raise InputInvalidError(f"there is no service {service[:40]!r}")
