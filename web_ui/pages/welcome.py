"""The first steps, each of which can be skipped and gone back to: under five minutes in all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from zoneinfo import available_timezones

from flask import (
    Blueprint,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from clara_edge.control.status import read_status
from clara_edge.domain.errors import ClaraError, ConfigInvalidError, DaemonError
from clara_edge.health.machine import total_memory_mib
from web_ui.access.marks import Scope, access
from web_ui.error_words import told
from web_ui.notices import Notice, leave_notice
from web_ui.services import services
from web_ui.settings import applying
from web_ui.task_form import sentence
from web_ui.welcome.progress import (
    STEPS,
    keep_samples,
    load_progress,
    mark_done,
)
from web_ui.welcome.pulling import Pulling
from web_ui.welcome.samples import add_samples, remove_samples

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

EXTENSION = "clara-pulling"


def blueprint() -> Blueprint:
    """Return the pages."""
    pages = Blueprint("welcome", __name__)

    @pages.get("/welcome")
    @access(Scope.ADMIN, secure=True)
    def index() -> ResponseReturnValue:
        progress = load_progress(services().folders.data)
        if progress.next is not None and progress.done:
            return redirect(url_for("welcome.step", name=progress.next), 303)
        return render_template("welcome/start.html", progress=progress, steps=STEPS)

    @pages.get("/welcome/<name>")
    @access(Scope.ADMIN, secure=True)
    def step(name: str) -> str:
        return _step(name)

    @pages.post("/welcome/<name>")
    @access(Scope.ADMIN, secure=True)
    def done(name: str) -> ResponseReturnValue:
        return _done(name)

    @pages.post("/welcome/models/pull")
    @access(Scope.ADMIN, secure=True)
    def pull() -> Response:
        chosen = request.form.getlist("pack")
        if not chosen:
            leave_notice(Notice(_("Choose what to fetch."), kind="warning"))
        for pack in chosen:
            pulling().start(pack)
        return redirect(url_for("welcome.step", name="models"), 303)

    @pages.post("/welcome/samples")
    @access(Scope.WRITE)
    def samples() -> Response:
        _samples(remove=request.form.get("remove") == "yes")
        return redirect(url_for("welcome.step", name="tasks"), 303)

    return pages


def pulling() -> Pulling:
    """Return what fetches model packs for this application."""
    parts = services()
    found = current_app.extensions.setdefault(
        EXTENSION, Pulling(parts.config, parts.folders)
    )
    return cast("Pulling", found)


def _step(name: str, typed: dict[str, str] | None = None, error: str = "") -> str:
    if name not in STEPS:
        abort(404)
    progress = load_progress(services().folders.data)
    return render_template(
        f"welcome/{name}.html",
        progress=progress,
        steps=STEPS,
        step=name,
        number_of=STEPS.index(name) + 1,
        typed=typed or {},
        error=error,
        **_CONTEXTS.get(name, dict)(),
    )


def _done(name: str) -> ResponseReturnValue:
    if name not in STEPS:
        abort(404)
    if name == "name" and not request.form.get("skip"):
        try:
            _save_name()
        except (ClaraError, ConfigInvalidError) as error:
            typed = {key: str(request.form[key])[:200] for key in request.form}
            return _step(name, typed, applying.plain(error)), 422
    progress = mark_done(services().folders.data, name)
    following = progress.after(name)
    if following is None:
        leave_notice(
            Notice(_("That was all. Have a good time with Clara."), kind="good")
        )
        return redirect("/", 303)
    return redirect(url_for("welcome.step", name=following), 303)


def _save_name() -> None:
    config = applying.present().config
    name = request.form.get("name", "").strip().lower()
    zone = request.form.get("zone", "").strip() or None
    changes: dict[tuple[str, ...], Any] = {}
    if name != config.web.name:
        changes[("web", "name")] = name
    if zone != config.locale.zone:
        changes[("locale", "zone")] = zone
    if changes:
        applying.change(changes)
        what = _("Saved. It counts from the next start of both services on.")
        leave_notice(Notice(what, link=url_for("settings.index")))


def _name() -> dict[str, Any]:
    config = applying.present().config
    return {
        "name": config.web.name,
        "zone": config.locale.zone or "",
        "machine_zone": str(services().clock.now().tzinfo),
        "zone_names": sorted(available_timezones()),
    }


def _sound() -> dict[str, Any]:
    try:
        with services().control() as client:
            status = read_status(client)
    except DaemonError as error:
        return {"audio": None, "problem": sentence(told(error)[0]), "wake": None}
    wake = next(
        (e for e in status.engines if e.stage == "wake" and e.state == "active"), None
    )
    return {"audio": status.audio, "problem": None, "wake": wake}


def _models() -> dict[str, Any]:
    store = pulling().store()
    recommended = {p.name for p in store.manifest.recommended(total_memory_mib())}
    states = [store.state(pack.name) for pack in store.manifest.packs]
    jobs = pulling().jobs
    missing = [
        s
        for s in states
        if s.state != "installed" and (s.pack.starter or s.pack.name in recommended)
    ]
    return {
        "installed": [s for s in states if s.state == "installed"],
        "missing": missing,
        "jobs": jobs,
        "busy": any(job.state in {"waiting", "fetching"} for job in jobs.values()),
    }


def _tasks() -> dict[str, Any]:
    with services().store() as store:
        return {"open": store.count_open_tasks()}


_CONTEXTS = {"name": _name, "sound": _sound, "models": _models, "tasks": _tasks}


def _samples(*, remove: bool) -> None:
    parts = services()
    progress = load_progress(parts.folders.data)
    with parts.store() as store:
        if remove:
            gone = remove_samples(store, progress.samples)
            keep_samples(parts.folders.data, ())
            leave_notice(
                Notice(
                    _("The sample tasks are gone.")
                    if gone is not None
                    else _("They were gone already."),
                    kind="good",
                )
            )
        elif not progress.samples:
            ids = add_samples(store, parts.clock.now().date())
            keep_samples(parts.folders.data, ids)
            leave_notice(
                Notice(_("Three sample tasks are in the list “Try me”."), kind="good")
            )
