"""Which sound devices there are, and opening the one that the configuration names."""

from __future__ import annotations

import difflib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from clara_edge.audio.alsa import AlsaLoudspeaker, AlsaMicrophone
from clara_edge.audio.asound import pcm_hints
from clara_edge.audio.opening import Direction, Wish, open_pcm
from clara_edge.domain.errors import AudioDeviceMissingError, AudioError

if TYPE_CHECKING:
    from collections.abc import Callable

    from clara_edge.config.schema import Audio

_LOGGER = logging.getLogger(__name__)
_Device = TypeVar("_Device")

DEFAULT = "default"
# converters and plugins that alsa-lib lists beside the devices
_NOT_DEVICES = frozenset(
    [
        "null",
        "lavrate",
        "samplerate",
        "speexrate",
        "speex",
        "upmix",
        "vdownmix",
        "jack",
        "oss",
        "usbstream",
        "a52",
    ]
)
# one card appears under all of these; whoever names the card gets the first
_PREFERRED = ("plughw", "sysdefault", "hdmi", "front", "hw")
_CARD_KINDS = frozenset([*_PREFERRED, "dmix", "dsnoop", "iec958", "side", "rear"])


@dataclass(frozen=True, slots=True)
class Device:
    """A sound device, as alsa-lib names and describes it."""

    name: str
    description: str
    kind: str
    """The plugin: plughw, hw, dmix, pulse…"""
    capture: bool
    playback: bool

    @property
    def is_card(self) -> bool:
        """Whether it is a sound card itself, not a sound server or a setting."""
        return self.kind in _CARD_KINDS or self.kind.startswith("surround")

    def does(self, direction: Direction) -> bool:
        """Return whether sound can go this way."""
        return self.capture if direction is Direction.CAPTURE else self.playback


def list_devices() -> tuple[Device, ...]:
    """Return every device that alsa-lib knows now, in its order."""
    return tuple(
        Device(
            name=hint.name,
            description=" - ".join(hint.description.split("\n")),
            kind=hint.name.split(":", 1)[0],
            capture=hint.direction in {"Input", None},
            playback=hint.direction in {"Output", None},
        )
        for hint in pcm_hints()
        if hint.name.split(":", 1)[0] not in _NOT_DEVICES
    )


def find_device(direction: Direction, wanted: str) -> str:
    """Return the ALSA name for an ALSA name or a part of a card's description.

    Raises:
        AudioDeviceMissingError: nothing fits; the remedy lists what there is.
    """
    wanted = wanted.strip()
    devices = [device for device in list_devices() if device.does(direction)]
    if wanted == DEFAULT or any(device.name == wanted for device in devices):
        return wanted
    needle = wanted.casefold()
    fitting = [
        device
        for device in devices
        if needle and needle in f"{device.name} {device.description}".casefold()
    ]
    if fitting:
        return min(fitting, key=_rank).name
    if wanted and _opens(direction, wanted):
        return wanted  # alsa-lib lists only what has a hint; plughw:1 has none
    raise AudioDeviceMissingError(
        f"no {direction} is called {wanted!r}", remedy=_suggestion(devices, wanted)
    )


def open_microphone(audio: Audio) -> AlsaMicrophone:
    """Open the configured microphone.

    Raises:
        AudioDeviceMissingError: there is none of this name.
        AudioDeviceBusyError: another program has it.
    """
    return _open(Direction.CAPTURE, audio.input, AlsaMicrophone)


def open_loudspeaker(audio: Audio) -> AlsaLoudspeaker:
    """Open the configured loudspeaker.

    Raises:
        AudioDeviceMissingError: there is none of this name.
        AudioDeviceBusyError: another program has it.
    """
    return _open(
        Direction.PLAYBACK,
        audio.output,
        lambda name: AlsaLoudspeaker(name, audio.output_rate_hz),
    )


def _open(
    direction: Direction, wanted: str, open_: Callable[[str], _Device]
) -> _Device:
    name = find_device(direction, wanted)
    try:
        return open_(name)
    except AudioDeviceMissingError as error:
        if wanted != DEFAULT:
            raise
        cards = [d for d in list_devices() if d.is_card and d.does(direction)]
        if not cards:
            raise AudioDeviceMissingError(
                f"no sound card with a {direction} found",
                remedy="plug one in; typed text and recordings still work: clara ask, clara hear",
            ) from error
        # on a Raspberry Pi, ALSA's default is the HDMI output, which has no microphone
        best = min(cards, key=_rank)
        _LOGGER.info("default %s does not work, taking %s", direction, best.name)
        return open_(best.name)


def _rank(device: Device) -> int:
    if device.kind in _PREFERRED:
        return _PREFERRED.index(device.kind)
    # a device with its own name was made for this purpose
    return len(_PREFERRED) if device.is_card else -1


def _opens(direction: Direction, name: str) -> bool:
    try:
        opened = open_pcm(name, direction, Wish(48_000, period_ms=20, buffer_ms=100))
    except AudioDeviceMissingError:
        return False
    except AudioError:
        return True  # busy, or of an odd format: it is there
    opened.pcm.close()
    return True


def _suggestion(devices: list[Device], wanted: str) -> str:
    words = {
        word: device.name
        for device in devices
        for word in (device.name, *device.description.replace(",", " ").split())
    }
    folded = {word.casefold(): name for word, name in words.items()}
    close = difflib.get_close_matches(wanted.casefold(), folded, n=1, cutoff=0.6)
    if close:
        return f"did you mean {folded[close[0]]!r}?"
    names = ", ".join(repr(d.name) for d in sorted(devices, key=_rank)[:6])
    return f"there is {names}" if names else "there is no such device at all"
