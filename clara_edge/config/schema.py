"""Every setting of Clara with its type, range and default; units are in the names."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from clara_edge.config.base import Section
from clara_edge.config.checks import folder, known_zone, time_of_day
from clara_edge.config.vague_words import VagueWords

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Seconds = Annotated[float, Field(gt=0.0, le=3600.0)]
Milliseconds = Annotated[int, Field(ge=0, le=60_000)]
Folder = Annotated[Path, AfterValidator(folder)]
DeviceName = Annotated[str, Field(pattern=r"^[^\x00-\x1f]*$", max_length=200)]
Port = Annotated[int, Field(ge=1, le=65_535)]
HostName = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?$")]
"""One label of a host name (RFC 1123); two characters are left for -2, -3 …"""
OtherName = Annotated[str, Field(pattern=r"^[a-z0-9.:-]{1,253}$")]
"""A host name or an address, in lower case, without brackets and port."""


def _network(text: str) -> str:
    return str(ip_network(text))


Network = Annotated[str, AfterValidator(_network)]
"""An IPv4 or IPv6 network, for example 100.64.0.0/10."""


class Paths(Section):
    """Where Clara keeps its files; empty means the platform's usual place."""

    data: Path | None = None
    """Database, backups, model packs."""
    models: Path | None = None
    """Model packs; empty means the folder models under data."""
    cache: Path | None = None
    """Spoken phrases; may be deleted at any time."""
    runtime: Path | None = None
    """Control socket and lock."""


class Audio(Section):
    """Sound devices, by ALSA name or by a part of the card's description."""

    input: DeviceName = "default"
    output: DeviceName = "default"
    output_rate_hz: Annotated[int, Field(ge=8_000, le=192_000)] = 48_000
    retry_s: Seconds = 1.0
    """How often a lost device is looked for."""


class Stage(Section):
    """The engines of one stage, in order of preference, and their own settings."""

    engines: tuple[str, ...]
    options: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Settings by engine name; each engine validates its own."""


class Wake(Stage):
    """Wake word detection."""

    engines: tuple[str, ...] = ("openwakeword",)


class SpeechToText(Stage):
    """Speech-to-text; the next engine takes over when one fails."""

    engines: tuple[str, ...] = ("sherpa_online", "sherpa_offline")


class TextToSpeech(Stage):
    """Speech; the next engine takes over when one fails."""

    engines: tuple[str, ...] = ("piper", "flite", "espeak")
    cache_mib: Annotated[int, Field(ge=0, le=1024)] = 32
    """Size limit of the cache of frequent phrases; 0 turns it off."""


class Understanding(Stage):
    """From words to an intent."""

    engines: tuple[str, ...] = ("learned", "phrases")


class LanguageModel(Section):
    """Language models, in order of preference: the next is asked when one cannot answer."""

    enabled: bool = True
    """Off: none is loaded or asked; plain task commands need none."""
    providers: tuple[str, ...] = ("llama_cpp",)
    """Names of tables under options; an engine's own name needs no table."""
    max_seconds: Seconds = 60.0
    """Longest time for one answer, whichever providers are tried for it."""
    cache_minutes: Annotated[float, Field(ge=0.0, le=1440.0)] = 60.0
    """How long an answer that has nothing to do with tasks is given again; 0: never."""
    options: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Settings by provider name; its engine validates its own."""


class Assistance(Section):
    """Help with tasks by rules and counts, without a language model."""

    enabled: bool = True
    """Off: nothing of it runs."""
    priority: bool = True
    """Infer the priority of a task from its words and its deadline."""
    project: bool = True
    """File a task without a project by rules, and where similar ones are."""
    suggestions: bool = True


class Remembering(Section):
    """What was said a moment ago, so that "it", "more" and "no, Thursday" mean something."""

    remember: bool = True
    """Off: nothing said is written to disk, and what was is deleted by the next turn."""
    retention_minutes: Annotated[float, Field(ge=1.0, le=1440.0)] = 10.0
    """How long after its last turn a conversation is kept."""
    carry_over_minutes: Annotated[float, Field(ge=0.0, le=60.0)] = 5.0
    """How long it goes on when the person speaks or types elsewhere; 0: never."""


class Locale(Section):
    """Language of the pages and time zone of all dates."""

    language: Literal["auto", "en", "de"] = "auto"
    """Of the web pages; auto follows each browser. Clara hears and speaks English."""
    zone: Annotated[str, AfterValidator(known_zone)] | None = None
    """A name such as Europe/Berlin; empty means the machine's."""


class Quiet(Section):
    """Hours of each day in which reminders are held back; alarms and timers ring."""

    begins: Annotated[str, AfterValidator(time_of_day)] | None = None
    """As 22:00; empty means no quiet hours."""
    ends: Annotated[str, AfterValidator(time_of_day)] | None = None
    """As 07:00; what was held back is told then."""


class Replies(Section):
    """How Clara answers."""

    style: Literal["brief", "conversational", "formal"] = "conversational"
    detail: Literal["low", "normal", "high"] = "normal"
    """How much of what was understood is said back."""
    clock: Literal["auto", "12", "24"] = "auto"
    """Hours as "2:30 pm" or "14:30"; auto follows the locale."""
    read_at_once: Annotated[int, Field(ge=1, le=20)] = 3
    """How many tasks of a list are read before Clara asks whether to go on."""


class Listening(Section):
    """When the microphone is open, and when a turn ends."""

    preroll_ms: Milliseconds = 1200
    """Sound kept from before the wake word was recognised: all of it, which is recognised
    better whole than cut, and is then taken off the transcript."""
    patience_s: Seconds = 6.0
    """After the wake word, how long Clara waits for speech."""
    followup_s: Annotated[float, Field(ge=0.0, le=60.0)] = 4.0
    """After an answer, how long no wake word is needed; 0 turns it off."""
    echo_tail_ms: Milliseconds = 250
    """After Clara spoke, how long the room still rings."""
    vad_confidence: Fraction = 0.7
    vad_min_volume: Fraction = 0.4
    """Loudness below this is never speech; cheap microphones need less."""
    vad_stop_s: Annotated[float, Field(ge=0.1, le=2.0)] = 0.2
    pause_unsure_s: Annotated[float, Field(ge=0.0, le=5.0)] = 0.3
    """Further silence that ends a turn whose words may or may not be complete."""
    pause_incomplete_s: Annotated[float, Field(ge=0.0, le=5.0)] = 1.3
    """Further silence that ends a turn that visibly wants more words."""
    turn_max_s: Seconds = 30.0
    smart_turn: bool = False
    """Ask the Smart Turn model (49 MB) where the words leave it open."""


class Earcons(Section):
    """Short sounds that mark listening, done and problem."""

    enabled: bool = True
    volume: Fraction = 0.4


class Voice(Section):
    """The voice daemon."""

    volume: Fraction = 0.8
    muted: bool = False
    threads: Annotated[int, Field(ge=0, le=64)] = 0
    """Cores that one engine may use; 0 means all but one."""


class Web(Section):
    """The web service."""

    host: Annotated[str, Field(min_length=1, max_length=253)] = "lan"
    """An address of this machine, or "lan": all of them, for peers of the home network."""
    allow_from: tuple[Network, ...] = ()
    """Networks that may connect besides the home network."""
    http: bool = True
    """Off: whoever comes by HTTP is only sent to HTTPS."""
    port: Port = 8080
    https: bool = True
    """Off: no microphone, no installation, no settings from elsewhere."""
    https_port: Port = 8443
    name: HostName = "clara"
    """The name under .local at which this Clara is found."""
    announce: bool = True
    """Tell the home network by mDNS where the pages are."""
    talk_sessions: Annotated[int, Field(ge=0, le=16)] = 3
    """How many browsers may talk at once; 0 turns it off."""
    other_names: tuple[OtherName, ...] = ()
    """Further names and addresses at which browsers find it, as routers and proxies give."""
    http_pairing: bool = True
    """Off: no browser is paired over plain HTTP, and those that were see no task there."""
    speak_codes: bool = True
    """Say a pairing code aloud when somebody in the house asks for one on the page."""


class Models(Section):
    """Model packs."""

    mirror: str | None = None
    """Folder or http(s) address that holds the packs' files; asked before the publishers."""
    timeout_s: Seconds = 20.0


class Tasks(Section):
    """The task store."""

    trash_days: Annotated[int, Field(ge=1, le=3650)] = 30
    """How long deleted tasks can be brought back."""


class Backup(Section):
    """Backups that Clara makes by herself."""

    enabled: bool = True
    folder: Folder | None = None
    """Empty means the folder backups under data."""
    second_folder: Folder | None = None
    """Copied to as well whenever it is there: a USB stick or a network mount."""
    hourly_kept: Annotated[int, Field(ge=1, le=1000)] = 24
    daily_kept: Annotated[int, Field(ge=1, le=10_000)] = 30


class Log(Section):
    """Logging to standard output; journald does the rest."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Config(Section):
    """The whole configuration."""

    paths: Paths = Paths()
    audio: Audio = Audio()
    wake: Wake = Wake()
    listening: Listening = Listening()
    stt: SpeechToText = SpeechToText()
    understanding: Understanding = Understanding()
    language_model: LanguageModel = LanguageModel()
    tts: TextToSpeech = TextToSpeech()
    assistance: Assistance = Assistance()
    conversation: Remembering = Remembering()
    locale: Locale = Locale()
    when: VagueWords = VagueWords()
    quiet: Quiet = Quiet()
    replies: Replies = Replies()
    earcons: Earcons = Earcons()
    voice: Voice = Voice()
    web: Web = Web()
    models: Models = Models()
    tasks: Tasks = Tasks()
    backup: Backup = Backup()
    log: Log = Log()
