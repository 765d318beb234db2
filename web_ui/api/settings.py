"""Settings and what is tried while they are made, for programs and for the pages' scripts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from clara_edge.config.chosen import RESET
from clara_edge.config.keys import all_settings
from clara_edge.config.report import MASKED, is_secret
from clara_edge.domain.errors import (
    ConfigInvalidError,
    InputInvalidError,
)
from web_ui.access.marks import Scope
from web_ui.services import services
from web_ui.settings import applying
from web_ui.settings.fields import kind_of, shown

from .problems import ApiError
from .registry import Answer, Body, api

# A voice is loaded for a preview, which takes seconds on a Raspberry Pi.
TIMEOUT_S = 20.0


class OneSetting(Answer):
    """A setting as it is in force."""

    key: str
    kind: str
    value: Any
    default: Any
    origin: str
    """default, file, chosen, environment or option."""
    where: str
    fixed: bool
    """Whether it cannot be chosen, because something above all choices decides it."""
    effect: str
    """When a change counts: live, next, voice, web or both (a restart of these)."""


class SettingsAnswer(Answer):
    """All of them, and what of the choices was left out as wrong."""

    settings: list[OneSetting]
    ignored: list[str]


class ChangeBody(Body):
    """What to choose, all or nothing."""

    set: dict[Annotated[str, Field(min_length=1, max_length=200)], Any] = Field(
        default_factory=dict, max_length=100
    )
    """Values by dotted key."""
    reset: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        default_factory=list, max_length=100
    )
    """Keys that go back to what is written elsewhere."""


class ChangeAnswer(Answer):
    """What became of it."""

    running: bool
    restart_voice: list[str]
    restart_web: list[str]
    problem: str | None


class SecondsBody(Body):
    """For how long; 0 ends it."""

    seconds: Annotated[float, Field(ge=0.0, le=60.0)] = 30.0


class RestartBody(Body):
    """Which service."""

    service: Literal["voice", "web"]


class DeviceAnswer(Answer):
    """What the device did."""

    silent: str | None = None
    """Why nothing can be heard, if so."""
    phrases: list[str] = Field(default_factory=list)


@api.route(
    "GET",
    "/settings",
    scope=Scope.ADMIN,
    secure=True,
    returns=SettingsAnswer,
    errors={503},
)
def list_settings() -> SettingsAnswer:
    """Return every setting with its value, default and origin."""
    loaded = applying.present()
    keys = [setting.key for setting in all_settings().values()]
    dumped = loaded.config.model_dump(mode="json")
    found = []
    for one in shown(keys, loaded):
        section, name = one.setting.path
        found.append(
            OneSetting(
                key=one.key,
                kind=str(kind_of(one.setting)),
                value=_masked(dumped[section][name], one.setting.path),
                default=_plain(one.setting.default),
                origin=one.origin,
                where=one.where,
                fixed=one.fixed is not None,
                effect=str(one.effect),
            )
        )
    return SettingsAnswer(settings=found, ignored=[str(p) for p in loaded.ignored])


@api.route(
    "PATCH",
    "/settings",
    scope=Scope.ADMIN,
    secure=True,
    body=ChangeBody,
    returns=ChangeAnswer,
    errors={422, 503},
)
def change_settings(body: ChangeBody) -> ChangeAnswer:
    """Keep values, all or none, and have the running services take them over."""
    changes = {tuple(key.split(".")): value for key, value in body.set.items()}
    changes |= {tuple(key.split(".")): RESET for key in body.reset}
    try:
        applied = applying.change(changes)
    except (InputInvalidError, ConfigInvalidError) as error:
        raise ApiError(
            422, error.what, remedy=error.remedy, kind=type(error).__name__
        ) from error
    return ChangeAnswer(
        running=applied.running,
        restart_voice=list(applied.voice),
        restart_web=list(applied.web),
        problem=applied.problem,
    )


@api.route(
    "POST",
    "/device/levels",
    scope=Scope.ADMIN,
    secure=True,
    body=SecondsBody,
    returns=DeviceAnswer,
    errors={409, 503},
)
def show_levels(body: SecondsBody) -> DeviceAnswer:
    """Have `levels` come as device events for a while."""
    return _device("levels", seconds=body.seconds)


@api.route(
    "POST",
    "/device/wake-trial",
    scope=Scope.ADMIN,
    secure=True,
    body=SecondsBody,
    returns=DeviceAnswer,
    errors={409, 503},
)
def try_wake_word(body: SecondsBody) -> DeviceAnswer:
    """Count wake words for a while instead of listening; told by device events."""
    return _device("wake_trial", seconds=body.seconds)


@api.route(
    "POST",
    "/device/test-tone",
    scope=Scope.ADMIN,
    secure=True,
    returns=DeviceAnswer,
    errors={409, 503},
)
def play_test_tone() -> DeviceAnswer:
    """Play three tones on the device."""
    return _device("test_tone")


@api.route(
    "POST",
    "/device/restart",
    scope=Scope.ADMIN,
    secure=True,
    body=RestartBody,
    returns=DeviceAnswer,
    errors={409, 503},
)
def restart_service(body: RestartBody) -> DeviceAnswer:
    """Start the voice service or this one again, which takes a few seconds."""
    if body.service == "voice":
        return _device("restart")
    applying.restart_web()
    return DeviceAnswer()


def _device(method: str, **params: Any) -> DeviceAnswer:
    with services().control(TIMEOUT_S) as client:
        told = client.call(method, **params)
    return DeviceAnswer(silent=told.get("silent"), phrases=told.get("phrases", []))


def _masked(value: Any, path: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {name: _masked(below, (*path, name)) for name, below in value.items()}
    return MASKED if is_secret(path) else value


def _plain(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default
