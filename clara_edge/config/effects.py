"""When a changed setting takes effect."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from clara_edge.config.keys import all_settings

if TYPE_CHECKING:
    from clara_edge.config.keys import KeyPath
    from clara_edge.config.schema import Config


class Effect(StrEnum):
    """What a change waits for."""

    LIVE = "live"
    """Nothing: the running voice service takes it over."""
    NEXT = "next"
    """The next time that something is done; nothing has to be restarted."""
    VOICE = "voice"
    """A restart of the voice service, which takes a few seconds."""
    WEB = "web"
    """A restart of the web service."""
    BOTH = "both"


_SECTIONS = {
    "paths": Effect.BOTH,
    "audio": Effect.VOICE,
    "wake": Effect.LIVE,
    "listening": Effect.LIVE,
    "stt": Effect.VOICE,
    "understanding": Effect.VOICE,
    "language_model": Effect.LIVE,
    "tts": Effect.VOICE,
    "assistance": Effect.LIVE,
    "conversation": Effect.LIVE,
    "locale": Effect.VOICE,
    "when": Effect.LIVE,
    "quiet": Effect.LIVE,
    "replies": Effect.LIVE,
    "earcons": Effect.LIVE,
    "voice": Effect.LIVE,
    "web": Effect.WEB,
    "models": Effect.NEXT,
    "tasks": Effect.VOICE,
    "backup": Effect.VOICE,
    "log": Effect.LIVE,
}
_SINGLE = {
    "listening.smart_turn": Effect.VOICE,
    "locale.language": Effect.LIVE,
    "voice.muted": Effect.NEXT,
    "voice.threads": Effect.VOICE,
    "wake.engines": Effect.VOICE,
}


def effect_of(path: KeyPath) -> Effect:
    """Return when a setting takes effect; one that nobody thought of after a restart."""
    key = ".".join(path[:2])
    return _SINGLE.get(key) or _SECTIONS.get(path[0], Effect.BOTH)


def changed_settings(old: Config, new: Config) -> tuple[KeyPath, ...]:
    """Return the settings in which two configurations differ, in the schema's order."""
    return tuple(
        path
        for path in all_settings()
        if getattr(getattr(old, path[0]), path[1])
        != getattr(getattr(new, path[0]), path[1])
    )
