"""The pages of settings, and which setting is on which; tests keep them complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    Text = LazyString | str


@dataclass(frozen=True, slots=True)
class Group:
    """One page of settings."""

    name: str
    """In its address."""
    title: Text
    about: Text
    keys: tuple[str, ...]
    rare: tuple[str, ...] = ()
    """Settings that few people need, folded away below the others."""
    icon: str = "settings"


GROUPS = (
    Group(
        "sound",
        _l("Sound"),
        _l("Microphone, loudspeaker, volume and the short sounds."),
        (
            "voice.volume",
            "earcons.enabled",
            "earcons.volume",
            "audio.input",
            "audio.output",
            "voice.muted",
        ),
        ("audio.output_rate_hz", "audio.retry_s"),
        "speaker",
    ),
    Group(
        "wake",
        _l("Wake word"),
        _l("What Clara listens for before anything else is heard."),
        ("wake.options",),
        ("wake.engines",),
        "talk",
    ),
    Group(
        "listening",
        _l("Listening"),
        _l("When speech begins, and when Clara takes a sentence for finished."),
        (
            "listening.patience_s",
            "listening.followup_s",
            "listening.pause_unsure_s",
            "listening.pause_incomplete_s",
            "listening.vad_confidence",
            "listening.vad_min_volume",
        ),
        (
            "listening.vad_stop_s",
            "listening.turn_max_s",
            "listening.preroll_ms",
            "listening.echo_tail_ms",
            "listening.smart_turn",
            "stt.engines",
            "stt.options",
        ),
        "talk",
    ),
    Group(
        "voice",
        _l("Voice"),
        _l("How Clara sounds."),
        ("tts.options",),
        ("tts.engines", "tts.cache_mib"),
        "speaker",
    ),
    Group(
        "replies",
        _l("Answers and quiet hours"),
        _l("How much Clara says, and when reminders wait."),
        (
            "replies.style",
            "replies.detail",
            "replies.read_at_once",
            "replies.clock",
            "quiet.begins",
            "quiet.ends",
        ),
        icon="clock",
    ),
    Group(
        "language",
        _l("Language and time"),
        _l(
            "The language of these pages, the time zone, and what “in the morning” means."
        ),
        ("locale.language", "locale.zone", "when.day_first"),
        (
            "when.early_morning",
            "when.morning",
            "when.lunch",
            "when.afternoon",
            "when.evening",
            "when.night",
            "when.awake_from",
            "when.awake_until",
            "when.end_of_day",
        ),
        icon="info",
    ),
    Group(
        "assistance",
        _l("Help with tasks"),
        _l("What Clara adds by herself when a task is made, and how chat is answered."),
        (
            "assistance.enabled",
            "assistance.priority",
            "assistance.project",
            "assistance.suggestions",
            "language_model.enabled",
            "language_model.providers",
        ),
        (
            "language_model.max_seconds",
            "language_model.cache_minutes",
            "language_model.options",
        ),
        "help",
    ),
    Group(
        "privacy",
        _l("Privacy"),
        _l("What was said, how long it is remembered, and how to forget it now."),
        (
            "conversation.remember",
            "conversation.retention_minutes",
            "conversation.carry_over_minutes",
            "tasks.trash_days",
        ),
        icon="lock",
    ),
    Group(
        "data",
        _l("Data and backups"),
        _l("Where everything lies, and the way back."),
        (
            "backup.enabled",
            "backup.hourly_kept",
            "backup.daily_kept",
            "backup.second_folder",
        ),
        ("backup.folder",),
        "archive",
    ),
    Group(
        "network",
        _l("Network"),
        _l("Who can reach these pages, and under which name."),
        (
            "web.name",
            "web.http",
            "web.http_pairing",
            "web.speak_codes",
            "web.announce",
            "web.talk_sessions",
        ),
        (
            "web.host",
            "web.allow_from",
            "web.other_names",
            "web.port",
            "web.https",
            "web.https_port",
        ),
        "phone",
    ),
    Group(
        "advanced",
        _l("Advanced"),
        _l("For finding out what is wrong, and for unusual machines."),
        ("log.level", "voice.threads", "models.mirror", "models.timeout_s"),
        ("understanding.engines", "understanding.options"),
    ),
)

NOT_HERE = frozenset({"paths.data", "paths.models", "paths.cache", "paths.runtime"})
"""They decide where choices are kept; the page of data shows them."""


def group_named(name: str) -> Group | None:
    """Return a group by the name in its address."""
    return next((group for group in GROUPS if group.name == name), None)


def group_of(key: str) -> Group | None:
    """Return the group that a setting is on."""
    return next((g for g in GROUPS if key in (*g.keys, *g.rare)), None)
