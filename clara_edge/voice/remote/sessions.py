"""All browsers that talk with this device: who may begin, who goes on, who is gone."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import logging
import secrets
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pipecat.workers.runner import WorkerRunner

from clara_edge.domain.errors import InputInvalidError
from clara_edge.voice.remote.offer import check_offer
from clara_edge.voice.remote.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from clara_edge.config.schema import Config
    from clara_edge.voice.engine_set import Engines
    from clara_edge.voice.remote.session import RemoteSession
    from clara_edge.voice.timeline import TurnRecord

_LOGGER = logging.getLogger(__name__)

# So long a page that lost its connection finds its conversation again.
_REMEMBERED_S = 600.0
_MOST_RECORDS = 50
REVOKED_WITHIN_S = 3.0
# What a turn's record may tell others: times and engines, never words.
_WORDS = ("transcript", "reply", "changes", "step_id")


class RemoteSessions:
    """Begins and ends sessions; belongs to the event loop."""

    def __init__(
        self,
        config: Config,
        engines: Engines,
        publish: Callable[[str, Mapping[str, Any]], None],
    ) -> None:
        """Begin none yet; the libraries for it are loaded with the first."""
        self._config = config
        self._engines = engines
        self._publish = publish
        self._active: dict[str, RemoteSession] = {}
        self._records: dict[str, Record] = {}
        self._opening: set[str] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._runner: WorkerRunner | None = None
        self._running: asyncio.Task[None] | None = None
        self._closed = False
        self._count = 0
        self._vanished = 0

    def use_config(self, config: Config) -> None:
        """Begin the next sessions with other settings."""
        self._config = config

    async def offer(
        self,
        sdp: str,
        *,
        client: str,
        session: str | None = None,
        conversation: str | None = None,
        last: int = 0,
        may_switch: bool = False,
    ) -> dict[str, Any]:
        """Answer an offer, or refuse it politely.

        Args:
            sdp: what the browser offers.
            client: who calls; a session goes on for whoever began it only.
            session: of an earlier connection, to go on where it ended.
            conversation: a name for what is remembered of what was said, for a new session.
            last: number of the last message that the earlier connection heard.
            may_switch: whether what is said may switch the device, for example off.

        Returns:
            session and sdp; or refused ("limit") and limit.

        Raises:
            InputInvalidError: the offer cannot be used.
        """
        if self._closed:
            raise InputInvalidError("the voice daemon is stopping")
        module = await asyncio.to_thread(_load)
        await asyncio.to_thread(check_offer, sdp)
        record = self._record(client, session, conversation)
        # one after the other: of two at once, one would go on where nobody ends it
        async with record.opening:
            record.may_switch = may_switch
            await self._leave(record)
            limit = self._config.web.talk_sessions
            if len(self._active) + len(self._opening) >= limit:
                return {"refused": "limit", "limit": limit}
            self._opening.add(record.id)
            try:
                answer = await self._begin(module, record, sdp, last)
            finally:
                self._opening.discard(record.id)
        return {"session": record.id, "sdp": answer}

    async def hang_up(self, session: str, *, client: str) -> bool:
        """End a session that this client began; returns whether there was one."""
        found = self._active.get(session)
        if found is None or found.record.client != client:
            return False
        self._records.pop(session, None)
        await self._end(found, "it was ended")
        return True

    async def end_revoked(
        self, is_paired: Callable[[str], bool], every_s: float = REVOKED_WITHIN_S
    ) -> None:
        """End the sessions of devices that are not paired any more, until it is cancelled.

        Args:
            is_paired: tells it of a client; may block.
            every_s: how often it looks.
        """
        while True:
            await asyncio.sleep(every_s)
            for session in (*self._active.values(),):
                client = session.record.client
                if not await asyncio.to_thread(is_paired, client):
                    self._records.pop(session.record.id, None)
                    await self._end(session, "its device was revoked")

    def forget(self) -> None:
        """Forget what was said in all sessions; those that are open go on."""
        for record in self._records.values():
            record.forget()
        for session in self._active.values():
            session.forget()

    def told(self) -> dict[str, Any]:
        """Return what status says."""
        return {
            "limit": self._config.web.talk_sessions,
            "sessions": [session.told() for session in self._active.values()],
            "count": self._count,
            "vanished": self._vanished,
        }

    async def close(self) -> None:
        """End all sessions. Idempotent."""
        self._closed = True
        ending = [self._end(s, "the device stops") for s in (*self._active.values(),)]
        await asyncio.gather(*ending, *self._ending, return_exceptions=True)
        if self._runner is not None and self._running is not None:
            await self._runner.cancel("stopped")
            with suppress(asyncio.CancelledError):
                await self._running
            self._runner = None

    async def _begin(self, module: Any, record: Record, sdp: str, last: int) -> str:
        session: RemoteSession = module.RemoteSession(
            self._config,
            module.as_guest(self._engines, may_switch=record.may_switch),
            record,
            on_turn=self._turn_done,
            on_end=self._gone,
        )
        answer = await session.answer(sdp, last=last)
        record.left_at_s = None
        self._records[record.id] = record
        self._active[record.id] = session
        self._count += 1
        try:
            await session.start(self._run())
        except BaseException:
            await self._end(session, "it could not begin")
            raise
        _LOGGER.info("a browser talks: %s", record.id[:8])
        self._tell()
        return answer

    def _run(self) -> WorkerRunner:
        if self._runner is None:
            self._runner = WorkerRunner(handle_sigint=False, handle_sigterm=False)
            self._running = asyncio.create_task(self._runner.run(auto_end=False))
        return self._runner

    def _record(
        self, client: str, session: str | None, conversation: str | None
    ) -> Record:
        self._forget_gone()
        known = self._records.get(session or "")
        if known is not None and known.client == client:
            return known
        # it is kept once it is connected: who is refused leaves nothing behind
        return Record(
            id=secrets.token_urlsafe(18),
            client=client,
            conversation_id=_conversation_id(client, conversation),
        )

    def _forget_gone(self) -> None:
        now = time.monotonic()
        gone = [r for r in self._records.values() if r.left_at_s is not None]
        gone.sort(key=lambda record: record.left_at_s or 0.0)
        surplus = max(0, len(self._records) - _MOST_RECORDS)
        for number, record in enumerate(gone):
            if number < surplus or now - (record.left_at_s or 0.0) > _REMEMBERED_S:
                del self._records[record.id]

    async def _leave(self, record: Record) -> None:
        """End the connection that this one follows."""
        present = self._active.get(record.id)
        if present is not None:
            await self._end(present, "it is connected anew")

    def _gone(self, session: RemoteSession, reason: str) -> None:
        self._vanished += reason.startswith("nothing")
        task = asyncio.create_task(self._end(session, reason))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _end(self, session: RemoteSession, reason: str) -> None:
        record = session.record
        if self._active.get(record.id) is session:
            del self._active[record.id]
            record.left_at_s = time.monotonic()
            _LOGGER.info("a browser is gone: %s, %s", record.id[:8], reason)
        try:
            await session.close(reason)
        except Exception:
            # the others talk on
            _LOGGER.exception("a session did not end well")
        self._tell()

    def _turn_done(self, record: TurnRecord) -> None:
        told = {k: v for k, v in record.as_dict().items() if k not in _WORDS}
        self._publish("talk_turn", told)

    def _tell(self) -> None:
        self._publish("talk", {"sessions": len(self._active)})


def _conversation_id(client: str, name: str | None) -> str:
    """Return one of this client alone: another may learn its name, not what was said."""
    whose = hashlib.sha256(client.encode()).hexdigest()[:10]
    return f"web-{whose}-{name or secrets.token_hex(8)}"


def _load() -> Any:
    """Import what takes half a second and 35 MB, in a thread: sound goes on meanwhile."""
    return importlib.import_module("clara_edge.voice.remote.session")
