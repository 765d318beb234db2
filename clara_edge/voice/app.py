"""The voice daemon: composition, life cycle, control socket."""

from __future__ import annotations

import asyncio
import logging
import signal
import uuid
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipecat.workers.runner import WorkerRunner

from clara_edge.audio.devices import open_loudspeaker, open_microphone
from clara_edge.config.clock import SystemClock
from clara_edge.config.folders import make_folders
from clara_edge.config.service import RESTART
from clara_edge.control.lock import DaemonLock
from clara_edge.control.protocol import Event
from clara_edge.control.server import ControlServer
from clara_edge.dialogue.alarm_clock import AlarmClock
from clara_edge.domain.errors import StorageError
from clara_edge.domain.pauses import in_hours
from clara_edge.storage.access import AccessStore
from clara_edge.storage.announcements import Announcements
from clara_edge.storage.backups import BackupPlan
from clara_edge.storage.database import TaskDatabase
from clara_edge.storage.device_state import load_volume
from clara_edge.storage.keeper import Keeper
from clara_edge.storage.timekeeping import SqliteTimekeeping
from clara_edge.voice.daemon import Daemon
from clara_edge.voice.device import DeviceControl, VoiceDevice
from clara_edge.voice.engines import EngineBoard, close_engines, load_engines
from clara_edge.voice.logs import adopt_pipecat_logs
from clara_edge.voice.mouth import PipelineMouth
from clara_edge.voice.pipeline import Conversation, build_conversation
from clara_edge.voice.power import Power
from clara_edge.voice.reload import Reloader
from clara_edge.voice.remote.sessions import RemoteSessions
from clara_edge.voice.requests import handlers
from clara_edge.voice.ringer import Around, Ringer
from clara_edge.voice.switches import Switches
from clara_edge.voice.timeline import Timeline, TurnRecord
from clara_edge.voice.transport import DeviceInput, DeviceOutput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from clara_edge.config.folders import Folders
    from clara_edge.config.schema import Config
    from clara_edge.engines.ordered import EngineStatus
    from clara_edge.voice.engine_set import Engines

_LOGGER = logging.getLogger(__name__)

DEVICE_CONVERSATION = "device"
_DEVICES_TIMEOUT_S = 5.0
_RING_AGAIN_S = 5.0
_STOP_TIMEOUT_S = 2.0  # twice this and a margin is the five seconds promised


def serve(config: Config, folders: Folders) -> int:
    """Run the voice daemon until SIGTERM or SIGINT.

    Returns:
        the exit status.

    Raises:
        DaemonRunningError: another one holds the lock; the message says who.
        ClaraError: it cannot start; nothing was lost.
    """
    adopt_pipecat_logs(config.log.level)
    make_folders(folders)
    plan = BackupPlan.of(config.backup, folders)
    trash_days = config.tasks.trash_days
    with (
        DaemonLock(folders.voice_lock),
        Keeper(
            folders.database,
            plan,
            SystemClock(),
            trash_days=trash_days,
            conversation_minutes=config.conversation.retention_minutes,
        ),
    ):
        again = asyncio.run(_Service(config, folders).run())
    return RESTART if again else 0


class _Service:
    def __init__(self, config: Config, folders: Folders) -> None:
        self._config = config
        self._folders = folders
        self._session = uuid.uuid4().hex[:6]
        self._stop = asyncio.Event()
        self._again = False
        self._ready = asyncio.Event()
        self._daemon = Daemon(
            config,
            EngineBoard(on_change=self._engines_changed),
            started_at=_now(),
            volume=load_volume(folders.data, config.voice.volume),
            publish=self._publish,
        )
        self._control = ControlServer(folders.control_socket, handlers(self._daemon))
        self._loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> bool:
        """Run until told to stop; tell whether to start again."""
        self._loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            self._loop.add_signal_handler(number, self._stop.set)
        switches = Switches(self._folders.data, SystemClock())
        device = DeviceControl(self._daemon, self._folders.data, switches, Power())
        self._daemon.device = device
        self._daemon.reloader = Reloader(self._daemon)
        self._daemon.again = self._start_again
        async with self._control:
            engines = await load_engines(
                self._config,
                self._folders,
                self._daemon.board,
                VoiceDevice(device, self._daemon),
            )
            self._daemon.engines = engines
            conversation = self._converse(engines)
            self._daemon.conversation = conversation
            self._daemon.talk = RemoteSessions(self._config, engines, self._publish)
            beside = [
                asyncio.create_task(switches.keep_time()),
                asyncio.create_task(self._daemon.talk.end_revoked(self._is_paired)),
            ]
            self._daemon.ringer = self._ringer(conversation, engines, switches)
            beside.append(asyncio.create_task(self._ring(self._daemon.ringer)))
            try:
                await self._run_until_stopped(conversation)
            finally:
                for task in beside:
                    task.cancel()
                self._daemon.ringer.close()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._daemon.talk.close(), _STOP_TIMEOUT_S)
        with suppress(TimeoutError):
            await asyncio.wait_for(close_engines(engines), _STOP_TIMEOUT_S)
        _LOGGER.info("stopped")
        return self._again

    def _is_paired(self, client: str) -> bool:
        try:
            return AccessStore(self._folders.data, SystemClock()).is_paired(client)
        except StorageError as error:
            # whoever was let in stays, until it can be told
            _LOGGER.warning("nobody can tell who is paired: %s", error)
            return True

    def _converse(self, engines: Engines) -> Conversation:
        audio = self._config.audio
        devices = (
            DeviceInput(lambda: open_microphone(audio), retry_s=audio.retry_s),
            DeviceOutput(
                lambda: open_loudspeaker(audio),
                rate_hz=audio.output_rate_hz,
                volume=self._daemon.volume,
                retry_s=audio.retry_s,
            ),
        )
        return build_conversation(
            self._config,
            engines,
            devices,
            Timeline(self._session, self._turn_done),
            self._publish,
            conversation_id=DEVICE_CONVERSATION,
        )

    def _ringer(
        self, conversation: Conversation, engines: Engines, switches: Switches
    ) -> Ringer:
        phrases = engines.wake.phrases if engines.wake else ()

        def make() -> AlarmClock:
            clock = SystemClock()
            database = TaskDatabase(self._folders.database, clock)
            return AlarmClock(
                SqliteTimekeeping(database, clock, origin="voice"),
                Announcements(database),
                clock,
                self._config.replies,
            )

        return Ringer(
            make,
            PipelineMouth(conversation, phrases, lambda: self._daemon.volume),
            Around(
                lambda: switches.pauses.quiet.on or self._is_quiet_hour(), self._publish
            ),
        )

    def _is_quiet_hour(self) -> bool:
        hours = self._daemon.config.quiet
        return in_hours(_now().time(), hours.begins, hours.ends)

    def _start_again(self) -> None:
        self._again = True
        self._stop.set()

    async def _ring(self, ringer: Ringer) -> None:
        """Ring once the sound devices are there; a failure must not silence it for good."""
        await self._ready.wait()
        while True:
            try:
                await ringer.run()
            except Exception:
                # the task's boundary: alarms have to go on
                _LOGGER.exception("ringing failed")
                await asyncio.sleep(_RING_AGAIN_S)

    async def _run_until_stopped(self, conversation: Conversation) -> None:
        runner = WorkerRunner(handle_sigint=False, handle_sigterm=False)
        await runner.add_workers(conversation.worker)
        conversation.worker.add_event_handler("on_pipeline_started", self._started)
        conversation.worker.add_event_handler("on_pipeline_error", self._pipeline_error)
        running = asyncio.create_task(runner.run(auto_end=True))
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        self._set_state("stopping")
        if not running.done():
            await runner.cancel("stopped")
            with suppress(TimeoutError):
                await asyncio.wait_for(running, _STOP_TIMEOUT_S)
        stopping.cancel()

    # Pipecat passes its worker (and its frame) first.

    async def _started(self, _worker: object, _frame: object) -> None:
        conversation = self._daemon.running()
        devices = (conversation.input, conversation.output)
        with suppress(TimeoutError):  # a device that hangs while it is opened
            await asyncio.wait_for(
                asyncio.gather(*(device.tried.wait() for device in devices)),
                _DEVICES_TIMEOUT_S,
            )
        self._set_state("asleep")
        device = self._daemon.switching()
        if self._config.voice.muted or device.switches.pauses.mute.on:
            conversation.input.muted = True
            await conversation.gate.mute(muted=True)
        self._ready.set()
        _LOGGER.info("ready")

    async def _pipeline_error(self, _worker: object, frame: Any) -> None:
        self._daemon.last_error = str(frame.error)
        self._publish("error", {"message": str(frame.error)})

    def _engines_changed(self, stage: str, statuses: tuple[EngineStatus, ...]) -> None:
        data = {
            "stage": stage,
            "engines": [{"name": s.name, "state": str(s.state)} for s in statuses],
        }
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._publish, "engines", data)

    def _turn_done(self, record: TurnRecord) -> None:
        self._publish("turn", record.as_dict())

    def _publish(self, event: str, data: Mapping[str, Any]) -> None:
        if event == "state":
            self._daemon.state = str(data["state"])
            self._daemon.state_since = _now()
        self._control.publish(Event(event=event, data=dict(data), at=_now()))

    def _set_state(self, state: str) -> None:
        self._publish("state", {"state": state, "reason": "service"})


def _now() -> datetime:
    return datetime.now().astimezone()
