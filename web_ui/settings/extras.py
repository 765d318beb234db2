"""What single pages of settings show and do besides their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _

from clara_edge.domain.errors import (
    DaemonError,
    DaemonUnreachableError,
    InputInvalidError,
    RequestRefusedError,
)
from clara_edge.models.manifest import Kind
from clara_edge.models.store import ModelStore
from clara_edge.storage.backup_files import BackupKind, backups_in, known_folders
from clara_edge.storage.backups import BackupPlan, Backups
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.restore import prepared
from web_ui.access.marks import Scope, access
from web_ui.notices import Notice, leave_notice
from web_ui.services import services
from web_ui.settings import applying
from web_ui.settings.applying import RELOAD_TIMEOUT_S
from web_ui.words import pack_text

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Blueprint
    from sqlite_utils import Database
    from werkzeug.wrappers import Response

    from clara_edge.config.keys import KeyPath
    from clara_edge.config.load import LoadedConfig

HEADS = ("wake", "options", "openwakeword", "heads")
PIPER = ("tts", "options", "piper")
KNOWN_HEADS = ("hey_jarvis", "alexa", "hey_mycroft", "hey_marvin")
"""The wake words of the pack; docs/wake-words.md tells how to make one's own."""
LISTED = 50
"""Backups on the page; clara backup list has all."""
_TRIAL_S, _LEVELS_S = 60.0, 30.0
_PREVIEW = "Good morning. You have three tasks today."


def context(group: str, loaded: LoadedConfig) -> dict[str, Any]:
    """Return what a page's template needs besides its fields."""
    found: dict[str, Any] = {"waiting": _waiting()}
    if group == "sound":
        found["devices"] = _devices()
    elif group == "wake":
        found.update(_wake(loaded))
    elif group == "voice":
        found.update(_voice(loaded))
    elif group == "data":
        found.update(_data(loaded))
    elif group == "assistance":
        found["providers"] = _providers()
    return found


def changes(group: str, loaded: LoadedConfig) -> dict[KeyPath, Any]:
    """Return the settings that a page's own fields choose."""
    form = request.form
    if group == "wake" and "sensitivity" in form:
        return _wake_changes(loaded)
    if group == "voice" and "length_scale" in form:
        return _voice_changes(loaded)
    return {}


def register(pages: Blueprint) -> None:
    """Add what the pages can do: try, back up, restore, forget."""

    @pages.post("/settings/try/<what>")
    @access(Scope.ADMIN, secure=True)
    def attempt(what: str) -> Response:
        return _try(what)

    @pages.post("/settings/data/backup")
    @access(Scope.ADMIN, secure=True)
    def back_up() -> Response:
        with _database() as database:
            made = Backups(database, _plan(), services().clock).make(BackupKind.MANUAL)
        leave_notice(Notice(_("A backup was made."), made.name, "good"))
        return redirect(url_for("settings.section", section="data"), 303)

    @pages.post("/settings/data/verify")
    @access(Scope.ADMIN, secure=True)
    def verify() -> Response:
        _verify(request.form.get("name", ""))
        return redirect(url_for("settings.section", section="data"), 303)

    @pages.post("/settings/data/restore")
    @access(Scope.ADMIN, secure=True)
    def restore() -> Response:
        _restore(
            request.form.get("name", ""), agreed=request.form.get("agreed") == "on"
        )
        return redirect(url_for("settings.section", section="data"), 303)

    @pages.post("/settings/privacy/forget")
    @access(Scope.ADMIN, secure=True)
    def forget() -> Response:
        leave_notice(_forget())
        return redirect(url_for("settings.section", section="privacy"), 303)


def _forget() -> Notice:
    """Have every process forget what was said, and the disk."""
    problem: DaemonError | None = None
    try:
        with services().control(RELOAD_TIMEOUT_S) as client:
            client.call("forget")
    except DaemonUnreachableError:
        pass  # it remembers nothing while it does not run
    except DaemonError as error:
        problem = error
    services().understanding.forget()
    if problem is not None:
        what = _("Deleted from the disk, but the voice service did not answer.")
        return Notice(what, _("Restart it, and it forgets the rest."), "warning")
    return Notice(_("What was said is forgotten."), kind="good")


def _waiting() -> tuple[str, ...]:
    try:
        with services().control() as client:
            return tuple(client.call("status").get("restart_needed", ()))
    except DaemonError:
        return ()


def _devices() -> list[dict[str, str]]:
    try:
        with services().control() as client:
            return list(client.call("devices")["devices"])
    except DaemonError:
        return []


def _providers() -> list[dict[str, Any]]:
    try:
        with services().control() as client:
            return list(client.call("status").get("language_model", ()))
    except DaemonError:
        return []


def _heads(loaded: LoadedConfig) -> list[dict[str, Any]]:
    options = loaded.config.wake.options.get("openwakeword", {})
    heads = options.get("heads") or [{"model": KNOWN_HEADS[0]}]
    return [{"model": KNOWN_HEADS[0], "sensitivity": 0.5, **head} for head in heads]


def _wake(loaded: LoadedConfig) -> dict[str, Any]:
    heads = _heads(loaded)
    chosen = [str(head["model"]) for head in heads]
    return {
        "heads": [
            (name, name.replace("_", " "), name in chosen)
            for name in dict.fromkeys((*KNOWN_HEADS, *chosen))
        ],
        "sensitivity": round(float(heads[0]["sensitivity"]) * 100),
        "heads_fixed": loaded.fixed_by(HEADS),
    }


def _wake_changes(loaded: LoadedConfig) -> dict[KeyPath, Any]:
    chosen = request.form.getlist("heads")
    if not chosen:
        raise InputInvalidError(
            _("no wake word is chosen"), remedy=_("choose one at least")
        )
    sensitivity = _number("sensitivity") / 100
    before = _heads(loaded)
    known = {str(head["model"]): head for head in before}
    heads = [
        {**known.get(name, {}), "model": name, "sensitivity": sensitivity}
        for name in chosen
    ]
    return {} if heads == before else {HEADS: heads}


def _voice(loaded: LoadedConfig) -> dict[str, Any]:
    options = loaded.config.tts.options.get("piper", {})
    config = services().config
    store = ModelStore(services().folders.models, mirror=config.models.mirror)
    voices = [
        p for p in store.installed() if p.kind is Kind.TTS and p.engine == "piper"
    ]
    return {
        "voices": [(pack.name, pack_text(pack.description)) for pack in voices],
        "voice": options.get("voice") or "",
        "pace": round(100 / float(options.get("length_scale") or 1.0)),
        "preview": _PREVIEW,
    }


def _voice_changes(loaded: LoadedConfig) -> dict[KeyPath, Any]:
    present = _voice(loaded)
    found: dict[KeyPath, Any] = {}
    voice, pace = request.form.get("voice", ""), _number("length_scale")
    if voice and voice != present["voice"]:
        found[(*PIPER, "voice")] = voice
    if pace != present["pace"]:
        found[(*PIPER, "length_scale")] = _length(pace)
    return found


def _length(pace: float) -> float:
    if not 0 < pace <= 1000:
        raise InputInvalidError(
            _("a pace of %(pace)s %% is out of range", pace=f"{pace:g}"),
            remedy=_("try 100"),
        )
    return round(100 / pace, 3)


def _number(name: str) -> float:
    text = request.form.get(name, "")
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise InputInvalidError(
            _("%(text)s is not a number", text=repr(text[:40]))
        ) from error


def _data(loaded: LoadedConfig) -> dict[str, Any]:
    folders = services().folders
    plan = BackupPlan.of(loaded.config.backup, folders)
    found = backups_in(*plan.folders, *known_folders(folders.database))
    return {
        "places": [
            (_("Tasks"), folders.database),
            (_("Choices on these pages"), folders.chosen_settings),
            (_("Model packs"), folders.models),
            (_("Spoken sentences"), folders.speech_cache),
            (_("Backups"), plan.folder),
        ],
        "backups": found[:LISTED],
        "more_backups": max(0, len(found) - LISTED),
    }


def _plan() -> BackupPlan:
    return BackupPlan.of(applying.present().config.backup, services().folders)


def _database() -> TaskDatabase:
    return TaskDatabase(services().folders.database, services().clock)


def _backup_path(name: str) -> Path:
    """Return the file of a backup that is listed: a name is never taken for a path."""
    folders = (*_plan().folders, *known_folders(services().folders.database))
    for backup in backups_in(*folders):
        if backup.name == name:
            return backup.path
    raise InputInvalidError(_("there is no backup %(name)s", name=repr(name[:100])))


def _verify(name: str) -> None:
    with prepared(services().folders.database, _backup_path(name)) as ready:
        found = ready.differences(services().clock)
    leave_notice(
        Notice(
            _("This backup is whole: it can be restored."),
            _(
                "Going back to it brings back %(added)d tasks, takes %(removed)d away and changes %(changed)d.",
                added=len(found.added),
                removed=len(found.removed),
                changed=len(found.changed),
            ),
            "good",
        )
    )


def _restore(name: str, *, agreed: bool) -> None:
    path = _backup_path(name)
    if not agreed:
        raise InputInvalidError(
            _("nothing was restored"), remedy=_("tick the box to confirm it")
        )
    clock = services().clock

    def safety_copy(live: Database) -> Any:
        with _database() as database:
            backups = Backups(database, _plan(), clock)
            return backups.make_of(live, BackupKind.BEFORE_RESTORE)

    with prepared(services().folders.database, path) as ready:
        done = ready.apply(clock, safety_copy)
    back = done.safety_copy.name if done.safety_copy else None
    leave_notice(
        Notice(
            _("Restored."),
            back and _("What there was before is the backup %(name)s.", name=back),
            "good",
        )
    )


def _try(what: str) -> Response:
    tries: dict[str, tuple[str, str, dict[str, Any]]] = {
        "tone": ("sound", "test_tone", {}),
        "levels": ("sound", "levels", {"seconds": _LEVELS_S}),
        "wake": ("wake", "wake_trial", {"seconds": _TRIAL_S}),
        "voice": ("voice", "preview_voice", _preview_params()),
    }
    if what not in tries:
        abort(404)
    page, method, params = tries[what]
    try:
        with services().control(20.0) as client:
            told = client.call(method, **params)
        silent = told.get("silent")
        if silent:
            leave_notice(Notice(_("Nothing can be heard."), silent, "warning"))
        elif what in {"tone", "voice"}:
            leave_notice(Notice(_("Playing on the device now.")))
    except RequestRefusedError as error:
        leave_notice(Notice(error.what, error.remedy, "problem"))
    back = request.form.get("back", "")
    if back == "sound-test":
        return redirect(url_for("welcome.step", name="sound"), 303)
    return redirect(url_for("settings.section", section=page), 303)


def _preview_params() -> dict[str, Any]:
    form = request.form
    options: dict[str, Any] = {}
    if form.get("voice"):
        options["voice"] = form["voice"]
    if form.get("length_scale"):
        options["length_scale"] = _length(_number("length_scale"))
    text = form.get("text", "").strip()[:200] or _PREVIEW
    return {"engine": "piper", "options": options, "text": text}
