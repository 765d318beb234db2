"""Opening an ALSA PCM, and saying what is wrong when that fails."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import alsaaudio

from clara_edge.audio.asound import keep_quiet
from clara_edge.domain.errors import (
    AudioDeviceBusyError,
    AudioDeviceMissingError,
    AudioError,
)


class Direction(StrEnum):
    """Which way the sound goes; the value is what people call the device."""

    CAPTURE = "microphone"
    PLAYBACK = "loudspeaker"

    @property
    def alsa_type(self) -> int:
        """The number that pyalsaaudio has for it."""
        return int(
            alsaaudio.PCM_CAPTURE
            if self is Direction.CAPTURE
            else alsaaudio.PCM_PLAYBACK
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a device, which may give something else."""

    rate_hz: int
    period_ms: int
    buffer_ms: int
    channels: int = 1


@dataclass(frozen=True, slots=True)
class OpenPcm:
    """An open device and what it really does."""

    pcm: alsaaudio.PCM
    rate_hz: int
    channels: int
    period_frames: int
    buffer_frames: int


def open_pcm(device: str, direction: Direction, wish: Wish) -> OpenPcm:
    """Open a device without blocking, for 16-bit samples.

    Raises:
        AudioDeviceMissingError: it does not exist, or nobody may use it.
        AudioDeviceBusyError: another program has it.
        AudioError: it does not do 16-bit PCM.
    """
    keep_quiet()
    try:
        pcm = alsaaudio.PCM(
            type=direction.alsa_type,
            mode=alsaaudio.PCM_NONBLOCK,
            rate=wish.rate_hz,
            channels=wish.channels,
            format=alsaaudio.PCM_FORMAT_S16_LE,
            periodsize=wish.rate_hz * wish.period_ms // 1000,
            periods=max(2, wish.buffer_ms // wish.period_ms),
            device=device,
        )
    except alsaaudio.ALSAAudioError as error:
        raise opening_error(device, direction, str(error)) from error
    info = pcm.info()
    if info["format_name"] != "S16_LE":
        pcm.close()
        raise AudioError(
            f"{direction} {device!r} offers {info['format_name']} samples only",
            remedy="name it with plughw: instead of hw:, which converts",
        )
    return OpenPcm(
        pcm, info["rate"], info["channels"], info["period_size"], info["buffer_size"]
    )


def opening_error(device: str, direction: Direction, reason: str) -> AudioError:
    """Return the error for what alsa-lib said when a device was opened."""
    if reason.startswith(os.strerror(errno.EBUSY)):
        owners = holders(direction)
        by = f" by {', '.join(owners)}" if owners else ""
        return AudioDeviceBusyError(
            f"{direction} {device!r} is in use{by}",
            remedy="stop that program, or choose a device that can be shared (dsnoop, dmix, pulse)",
        )
    if reason.startswith((os.strerror(errno.EACCES), os.strerror(errno.EPERM))):
        return AudioDeviceMissingError(
            f"{direction} {device!r} may not be used by this user",
            remedy="add the user to the group audio",
        )
    if reason.startswith(os.strerror(errno.EINVAL)):
        return AudioError(
            f"{direction} {device!r} does not offer 16-bit PCM: {reason}",
            remedy="name it with plughw: instead of hw:, or see clara doctor audio",
        )
    return AudioDeviceMissingError(
        f"{direction} {device!r} cannot be opened: {reason}",
        remedy="see clara doctor audio for what there is",
    )


def holders(direction: Direction, proc: Path = Path("/proc")) -> list[str]:
    """Return `name (pid N)` of every other process that has such a device open."""
    suffix = "c" if direction is Direction.CAPTURE else "p"
    found = []
    for process in sorted(proc.glob("[0-9]*")):
        # processes end while we look, and those of other users are closed to us
        with suppress(OSError):
            links = [os.readlink(link) for link in (process / "fd").iterdir()]  # noqa: PTH115 - the text of the link is wanted, even a dead one
            if process.name != str(os.getpid()) and any(
                link.startswith("/dev/snd/pcm") and link.endswith(suffix)
                for link in links
            ):
                name = (process / "comm").read_text().strip()
                found.append(f"{name} (pid {process.name})")
    return found
