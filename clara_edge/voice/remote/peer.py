"""One WebRTC connection: sound both ways, and a data channel that believes nothing."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import TYPE_CHECKING, Any

from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection

from clara_edge.domain.errors import InputInvalidError
from clara_edge.voice.remote.messages import Message, parse
from clara_edge.voice.remote.opus import LADDER
from clara_edge.voice.remote.sound import (
    RemoteLoudspeaker,
    RemoteMicrophone,
    VoiceTrack,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiortc import RTCDataChannel

_LOGGER = logging.getLogger(__name__)

LABEL = "clara"
# A page sends a handful a second; whoever sends so much that cannot be used is cut off.
_MOST_BAD = 20
_INBOX = 64
_MOST_BUFFERED_BYTES = 256 * 1024
_ANSWER_TIMEOUT_S = 10.0


class _Connection(SmallWebRTCConnection):
    """Pipecat's connection with a data channel of ours.

    Its own logs whatever it cannot read in full, and keeps messages without limit.
    """

    def __init__(self, on_channel: Callable[[RTCDataChannel], None]) -> None:
        self._on_channel = on_channel
        # no server: every peer is in the same network
        super().__init__(ice_servers=[])

    def _setup_listeners(self) -> None:
        super()._setup_listeners()
        self.pc.remove_all_listeners("datachannel")
        self.pc.on("datachannel", self._take_channel)

    def _take_channel(self, channel: RTCDataChannel) -> None:
        self._data_channel = channel  # or it would be missed after ten seconds
        self._on_channel(channel)


class Peer:
    """The browser's end; all methods belong to the event loop."""

    def __init__(self, on_gone: Callable[[str], None]) -> None:
        """Call `on_gone` with the reason, once, when the connection is over or abused."""
        self._on_gone = on_gone
        self._connection = _Connection(self._opened)
        self._channel: RTCDataChannel | None = None
        self._listening: asyncio.Task[None] | None = None
        self._bad = 0
        self._closed = False
        self._track = VoiceTrack()
        self.microphone = RemoteMicrophone()
        self.loudspeaker = RemoteLoudspeaker(self._track, LADDER[-1])
        self.inbox: asyncio.Queue[Message] = asyncio.Queue(_INBOX)
        self.on_open: Callable[[], None] = lambda: None
        self._heard_s = time.monotonic()

    @property
    def state(self) -> str:
        """new, connecting, connected, failed or closed."""
        return str(self._connection.pc.connectionState)

    @property
    def open(self) -> bool:
        """Whether messages reach the browser."""
        return self._channel is not None and self._channel.readyState == "open"

    def silent_s(self) -> float:
        """Return how long nothing has come from the browser, in seconds."""
        last_s = max(self._heard_s, self.microphone.last_frame_s or 0.0)
        return time.monotonic() - last_s

    async def answer(self, sdp: str) -> str:
        """Accept an offer and return the answer; the connection is then being made.

        Raises:
            InputInvalidError: it cannot be answered.
        """
        try:
            async with asyncio.timeout(_ANSWER_TIMEOUT_S):
                await self._connection.initialize(sdp, "offer")
        except Exception as error:
            # aiortc fails in any way on an offer that only looks like one
            _LOGGER.info("an offer failed: %s", type(error).__name__)
            raise InputInvalidError(
                "the offer cannot be answered", remedy="reload the page and try again"
            ) from error
        self._connection.replace_audio_track(self._track)
        self._connection.pc.on("connectionstatechange", self._state_changed)
        # not Pipecat's wrapper of it, which stays deaf after two seconds without a packet
        track = self._connection.pc.getTransceivers()[0].receiver.track
        self._listening = asyncio.create_task(self.microphone.listen_to(track))
        await self._connection.connect()
        return str(self._connection.get_answer()["sdp"])

    def send(self, message: dict[str, Any]) -> None:
        """Send a message if the channel is open; who does not read is cut off."""
        channel = self._channel
        if channel is None or channel.readyState != "open":
            return
        if channel.bufferedAmount > _MOST_BUFFERED_BYTES:
            self._on_gone("it does not read")
            return
        channel.send(json.dumps(message, ensure_ascii=False))

    async def close(self) -> None:
        """Hang up. Idempotent."""
        if self._closed:
            return
        self._closed = True
        self.microphone.close()
        self.loudspeaker.close()
        self._track.stop()
        await self._connection._close()  # noqa: SLF001 - disconnect() sends a message first
        if self._listening is not None:
            self._listening.cancel()

    def _state_changed(self) -> None:
        if self.state in {"failed", "closed"}:
            self._on_gone("the connection is over")

    def _opened(self, channel: RTCDataChannel) -> None:
        if self._channel is not None or channel.label != LABEL:
            channel.close()
            self._count_bad("an unknown channel")
            return
        self._channel = channel
        channel.on("message", self._message)
        if channel.readyState == "open":
            self.on_open()
        else:
            channel.on("open", self.on_open)

    def _message(self, message: str | bytes) -> None:
        self._heard_s = time.monotonic()
        try:
            self.inbox.put_nowait(parse(message))
        except InputInvalidError as error:
            self.send({"type": "problem", "kind": "message", "message": error.what})
            self._count_bad(error.what)
        except asyncio.QueueFull:
            self._on_gone("it sends too much")

    def _count_bad(self, what: str) -> None:
        self._bad += 1
        _LOGGER.debug("a browser sent what cannot be used: %s", what)
        if self._bad > _MOST_BAD:
            self._on_gone("it sends what cannot be used")
