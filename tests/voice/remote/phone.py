"""A phone that talks with Clara: a real WebRTC peer, without a browser."""

from __future__ import annotations

import asyncio
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import soxr
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError

from clara_edge.ports.audio import CAPTURE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from clara_edge.ports.audio import Samples

RATE_HZ = 48_000
FRAME = 960


class _Microphone(AudioStreamTrack):
    """Silence in real time, and in between what is said."""

    def __init__(self) -> None:
        super().__init__()
        self._sound = np.zeros(0, np.int16)
        self._at = 0
        self._began: float | None = None
        self.said = asyncio.Event()

    def say(self, samples: Samples) -> None:
        self.said.clear()
        self._sound = soxr.resample(samples, CAPTURE_RATE_HZ, RATE_HZ)

    async def recv(self) -> av.AudioFrame:
        loop = asyncio.get_running_loop()
        self._began = self._began or loop.time()
        self._at += FRAME
        await asyncio.sleep(max(0, self._began + self._at / RATE_HZ - loop.time()))
        piece, self._sound = self._sound[:FRAME], self._sound[FRAME:]
        if not len(self._sound):
            self.said.set()
        piece = np.pad(piece, (0, FRAME - len(piece)))
        frame = av.AudioFrame.from_ndarray(piece[None], format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE_HZ, self._at
        frame.time_base = Fraction(1, RATE_HZ)
        return frame


class Phone:
    """Connects, speaks, hears, and reads the data channel."""

    def __init__(self) -> None:
        self._pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.microphone = _Microphone()
        self._pc.addTrack(self.microphone)
        self.channel = self._pc.createDataChannel("clara")
        self.messages: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self._heard: list[Samples] = []
        self._ears: asyncio.Task[None] | None = None
        self.channel.on("message", self._message)
        self._pc.on("track", self._listen)

    async def offer(self) -> str:
        await self._pc.setLocalDescription(await self._pc.createOffer())
        return self._pc.localDescription.sdp

    async def accept(self, sdp: str) -> None:
        await self._pc.setRemoteDescription(RTCSessionDescription(sdp, "answer"))

    async def call(
        self, offer: Callable[..., Awaitable[dict[str, Any]]], **params: Any
    ) -> dict[str, Any]:
        """Offer, accept the answer and wait until Clara says hello."""
        answer = await offer(await self.offer(), **params)
        await self.accept(answer["sdp"])
        return await self.message("hello")

    def send(self, type_: str, **fields: Any) -> None:
        self.channel.send(json.dumps({"type": type_, **fields}))

    async def message(
        self, type_: str, *, timeout_s: float = 20, **wanted: Any
    ) -> dict[str, Any]:
        """Wait for a message of a type with these fields, and forget it and all before."""
        async with asyncio.timeout(timeout_s):
            while True:
                for number, found in enumerate(self.messages):
                    if found["type"] == type_ and wanted.items() <= found.items():
                        del self.messages[: number + 1]
                        return found
                self._news.clear()
                await self._news.wait()

    async def say(self, samples: Samples) -> None:
        """Hold the button while saying something."""
        self.send("press")
        await self.message("state", state="listening")
        self.microphone.say(samples)
        await self.microphone.said.wait()
        self.send("release")

    def heard(self) -> Samples:
        """Return everything that was heard, at CAPTURE_RATE_HZ."""
        sound = np.concatenate([np.zeros(1, np.int16), *self._heard])
        return soxr.resample(sound, RATE_HZ, CAPTURE_RATE_HZ)

    def forget_sound(self) -> None:
        self._heard.clear()

    async def hang_up(self) -> None:
        await self._pc.close()
        if self._ears is not None:
            self._ears.cancel()

    def vanish(self) -> None:
        """Send and answer nothing more, as when the battery is empty."""
        for transport in {s.transport.transport for s in self._pc.getSenders()}:
            for component in transport._connection._protocols:
                component.transport.abort()

    def _message(self, message: str) -> None:
        self.messages.append(json.loads(message))
        self._news.set()

    def _listen(self, track: Any) -> None:
        async def hear() -> None:
            while True:
                try:
                    frame = await track.recv()
                except MediaStreamError:
                    return
                self._heard.append(frame.to_ndarray().reshape(-1)[::2].copy())

        self._ears = asyncio.create_task(hear())
