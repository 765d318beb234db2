"""Every setting in words: its name and one sentence; tests keep them complete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

    Text = LazyString | str


@dataclass(frozen=True, slots=True)
class Words:
    """What a setting is called, what it does, and its unit."""

    label: Text
    hint: Text = ""
    unit: Text = ""


_PERCENT = "percent"

WORDS: Mapping[str, Words] = {
    "audio.input": Words(
        _l("Microphone"), _l("“default”, or a part of the device's description.")
    ),
    "audio.output": Words(
        _l("Loudspeaker"), _l("“default”, or a part of the device's description.")
    ),
    "audio.output_rate_hz": Words(
        _l("Rate of the loudspeaker"),
        _l("Samples per second; a device may insist on its own."),
        "Hz",
    ),
    "audio.retry_s": Words(
        _l("Look for lost devices"),
        _l("How often a device that was unplugged is looked for."),
        "s",
    ),
    "wake.engines": Words(
        _l("Wake word engines"), _l("In order of preference, with commas.")
    ),
    "wake.options": Words(
        _l("Settings of the wake word engines"), _l("One table for each engine.")
    ),
    "listening.preroll_ms": Words(
        _l("Sound from before the wake word"),
        _l("It is recognised too, so that nothing said at once is lost."),
        "ms",
    ),
    "listening.patience_s": Words(
        _l("Wait for the first word"),
        _l("After the wake word; then Clara goes back to sleep."),
        "s",
    ),
    "listening.followup_s": Words(
        _l("Listen on after an answer"),
        _l("So long no wake word is needed; 0 turns it off."),
        "s",
    ),
    "listening.echo_tail_ms": Words(
        _l("Echo of the room"),
        _l("How long the room still rings after Clara spoke."),
        "ms",
    ),
    "listening.vad_confidence": Words(
        _l("Sureness that it is a voice"),
        _l("Higher ignores more noise, and more of quiet voices."),
        _PERCENT,
    ),
    "listening.vad_min_volume": Words(
        _l("Least loudness of speech"),
        _l("What is quieter is never speech; cheap microphones need less."),
        _PERCENT,
    ),
    "listening.vad_stop_s": Words(
        _l("Silence that ends speech"), _l("Shorter is faster, and cuts off more."), "s"
    ),
    "listening.pause_unsure_s": Words(
        _l("Wait when a sentence may be finished"),
        _l("Further silence before Clara answers."),
        "s",
    ),
    "listening.pause_incomplete_s": Words(
        _l("Wait when a sentence is not finished"),
        _l("For whoever thinks in the middle of it: more time."),
        "s",
    ),
    "listening.turn_max_s": Words(
        _l("Longest sentence"), _l("Then Clara answers what she has."), "s"
    ),
    "listening.smart_turn": Words(
        _l("Listen to the melody"),
        _l("A small model (49 MB) judges where the words leave it open."),
    ),
    "stt.engines": Words(
        _l("Engines of speech recognition"),
        _l("In order of preference, with commas; the next takes over when one fails."),
    ),
    "stt.options": Words(_l("Settings of these engines"), _l("One table for each.")),
    "understanding.engines": Words(
        _l("Engines of understanding"), _l("In order of preference, with commas.")
    ),
    "understanding.options": Words(
        _l("Settings of these engines"), _l("One table for each.")
    ),
    "language_model.enabled": Words(
        _l("Chat with a language model"),
        _l("Off: none is loaded or asked; tasks need none."),
    ),
    "language_model.providers": Words(
        _l("Language models"),
        _l("In order, with commas: the next is asked when one cannot answer."),
    ),
    "language_model.max_seconds": Words(
        _l("Longest time for an answer"), _l("Whichever models are tried for it."), "s"
    ),
    "language_model.cache_minutes": Words(
        _l("Give the same answer again"),
        _l("For questions that have nothing to do with tasks; 0: never."),
        "min",
    ),
    "language_model.options": Words(
        _l("Settings of the language models"),
        _l("One table for each; keys are named by their environment variable."),
    ),
    "tts.engines": Words(
        _l("Voice engines"),
        _l("In order of preference, with commas; the next takes over when one fails."),
    ),
    "tts.options": Words(
        _l("Settings of the voices"), _l("One table for each engine.")
    ),
    "tts.cache_mib": Words(
        _l("Keep spoken sentences"),
        _l("So that they come at once the next time; 0 turns it off."),
        "MiB",
    ),
    "assistance.enabled": Words(
        _l("Help with tasks"), _l("By rules and counts, without a language model.")
    ),
    "assistance.priority": Words(
        _l("Guess the priority"), _l("From a task's words and its deadline.")
    ),
    "assistance.project": Words(
        _l("Guess the project"),
        _l("By the projects' words and tags, and where similar tasks are."),
    ),
    "assistance.suggestions": Words(
        _l("Make suggestions"), _l("When somebody asks what is next.")
    ),
    "conversation.remember": Words(
        _l("Remember what was said last"),
        _l(
            "So that “it” and “no, Thursday” mean something. Off: nothing said is written down."
        ),
    ),
    "conversation.retention_minutes": Words(
        _l("Forget it after"), _l("Counted from the last thing said."), "min"
    ),
    "conversation.carry_over_minutes": Words(
        _l("Go on elsewhere"),
        _l("How long a conversation goes on from another device; 0: never."),
        "min",
    ),
    "locale.language": Words(
        _l("Language of these pages"),
        _l("Clara hears and speaks English."),
    ),
    "locale.zone": Words(
        _l("Time zone"), _l("Such as Europe/Berlin; empty means the machine's.")
    ),
    "when.early_morning": Words(
        _l("Early in the morning"),
        _l("From, to, and when to remind: 06:00-12:00, 09:00."),
    ),
    "when.morning": Words(
        _l("In the morning"), _l("From, to, and when to remind: 06:00-12:00, 09:00.")
    ),
    "when.lunch": Words(
        _l("At lunch"), _l("From, to, and when to remind: 06:00-12:00, 09:00.")
    ),
    "when.afternoon": Words(
        _l("In the afternoon"), _l("From, to, and when to remind: 06:00-12:00, 09:00.")
    ),
    "when.evening": Words(
        _l("In the evening"), _l("From, to, and when to remind: 06:00-12:00, 09:00.")
    ),
    "when.night": Words(
        _l("At night"), _l("From, to, and when to remind: 06:00-12:00, 09:00.")
    ),
    "when.awake_from": Words(
        _l("Awake from"),
        _l("A bare “at 8” is sought in waking hours first."),
        _l("hours"),
    ),
    "when.awake_until": Words(_l("Awake until"), "", _l("hours")),
    "when.end_of_day": Words(
        _l("End of the day"), _l("As 18:00; empty means midnight.")
    ),
    "when.day_first": Words(
        _l("Day before month"), _l("7/6 is the 7th of June; off: July 6th.")
    ),
    "quiet.begins": Words(
        _l("Quiet hours begin"),
        _l("Reminders wait; alarms and timers ring. Empty: none."),
    ),
    "quiet.ends": Words(_l("Quiet hours end"), _l("What waited is told then.")),
    "replies.style": Words(_l("Style"), _l("How Clara words her answers.")),
    "replies.detail": Words(
        _l("Detail"), _l("How much of what was understood is said back.")
    ),
    "replies.clock": Words(
        _l("Hours"), _l("As 2:30 pm or as 14:30, spoken and shown by the device.")
    ),
    "replies.read_at_once": Words(
        _l("Tasks read at once"), _l("Then Clara asks whether to go on.")
    ),
    "earcons.enabled": Words(
        _l("Short sounds"), _l("They mark listening, done and problem.")
    ),
    "earcons.volume": Words(_l("Loudness of the short sounds"), "", _PERCENT),
    "voice.volume": Words(
        _l("Volume"), _l("What is said or clicked later wins."), _PERCENT
    ),
    "voice.muted": Words(
        _l("Start with the microphone off"), _l("Until somebody unmutes it.")
    ),
    "voice.threads": Words(
        _l("Cores for one engine"), _l("0 means all but one: fewer keep it cooler.")
    ),
    "web.host": Words(
        _l("Listen at"),
        _l("“lan”: everywhere, for the home network only; or one address."),
    ),
    "web.allow_from": Words(
        _l("Further networks that may connect"),
        _l("With commas, such as 10.8.0.0/24 for a VPN."),
    ),
    "web.http": Words(
        _l("Pages without encryption"),
        _l("Off: whoever comes by HTTP is only sent to HTTPS."),
    ),
    "web.port": Words(_l("Port of HTTP")),
    "web.https": Words(
        _l("Encrypted pages"), _l("Off: no microphone, no installation, no settings.")
    ),
    "web.https_port": Words(_l("Port of HTTPS")),
    "web.name": Words(
        _l("Name of this device"), _l("It is found as this name and “.local”.")
    ),
    "web.announce": Words(
        _l("Tell the home network"), _l("So that phones find the name.")
    ),
    "web.talk_sessions": Words(
        _l("Browsers that may talk at once"), _l("0 turns it off.")
    ),
    "web.other_names": Words(
        _l("Further names"), _l("With commas, as a router or proxy gives them.")
    ),
    "web.http_pairing": Words(
        _l("Pair without encryption"),
        _l("Off: a browser without HTTPS sees no task."),
    ),
    "web.speak_codes": Words(
        _l("Say pairing codes aloud"),
        _l("When somebody in the house asks for one on the page."),
    ),
    "models.mirror": Words(
        _l("Mirror of the model packs"),
        _l("A folder or address that is asked before the publishers."),
    ),
    "models.timeout_s": Words(
        _l("Patience with a download"), _l("How long a source may keep silent."), "s"
    ),
    "tasks.trash_days": Words(
        _l("Keep deleted tasks"), _l("So long they can be brought back."), _l("days")
    ),
    "backup.enabled": Words(
        _l("Back up by itself"), _l("Each hour, if something was changed.")
    ),
    "backup.folder": Words(
        _l("Folder of the backups"), _l("Empty means the usual one.")
    ),
    "backup.second_folder": Words(
        _l("Second folder"),
        _l("A USB stick or a network drive; copied to whenever it is there."),
    ),
    "backup.hourly_kept": Words(_l("Hourly backups kept")),
    "backup.daily_kept": Words(_l("Daily backups kept")),
    "log.level": Words(
        _l("Log"), _l("DEBUG also writes what was said; switch it off again.")
    ),
}

CHOICES: Mapping[str, Text] = {
    "auto": _l("Automatic"),
    "en": "English",
    "de": "Deutsch",
    "brief": _l("Brief"),
    "conversational": _l("Conversational"),
    "formal": _l("Formal"),
    "low": _l("Low"),
    "normal": _l("Normal"),
    "high": _l("High"),
    "12": "2:30 pm",
    "24": "14:30",
    "DEBUG": _l("Everything (debug)"),
    "INFO": _l("What happens"),
    "WARNING": _l("Warnings"),
    "ERROR": _l("Errors only"),
}
"""Words of the values that can be chosen from."""
