"""The whole of Clara without any network but loopback, with every file operation watched."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from clara_edge.audio.wav import read_wav, write_wav
from clara_edge.config.clock import SystemClock
from clara_edge.storage.open import open_store
from tests import voices

if TYPE_CHECKING:
    from pathlib import Path

    from tests.privacy.conftest import Apart

pytestmark = pytest.mark.models

# what a careless library might do: settings in the home folder, a beacon, a name server
CARELESS = """
import os, socket, subprocess, sys
from pathlib import Path
print(socket.if_nameindex())
Path.home().joinpath(".careless").mkdir()
Path("here.txt").write_text("x")
Path("here.txt").rename("there.txt")
subprocess.run([sys.executable, "-c", "open('child.txt', 'w')"], check=True)
for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
    with socket.socket(family, socket.SOCK_DGRAM) as beacon:
        try:
            beacon.sendto(b"hello", (address, 53))
        except OSError:
            pass
with socket.socket() as own, socket.create_server(("127.0.0.1", 0)) as server:
    own.connect(server.getsockname())
"""

SERVE_UNTIL_ASLEEP = """
import os, signal, subprocess, sys
from clara_edge.config.folders import resolve_folders
from clara_edge.config.load import load_config
from clara_edge.control.client import ControlClient

start = "from clara_edge.cli.main import main; main()"
argv = [sys.executable, "-P", "-c", start, "run"]
log = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
for line in log.stdout:
    if " ready" in line:
        break
with ControlClient(resolve_folders(load_config().paths).control_socket) as client:
    print(client.call("status")["state"])
    client.call("say", text="Good morning.")
    print(client.call("ask", text="add call the plumber")["reply"])
log.send_signal(signal.SIGTERM)
log.communicate(timeout=20)
print(log.returncode)
"""


def titles(apart: Apart) -> list[str]:
    with open_store(apart.folders.database, SystemClock()) as store:
        return [task.title for task in store.open_tasks()]


def spoken_command(folder: Path, text: str) -> Path:
    file = folder / "command.wav"
    sound = voices.in_sequence(
        [voices.silence(0.5), voices.hey_jarvis(), voices.speak(text)], pause_s=0.5
    )
    write_wav(file, sound)
    return file


def test_the_watch_sees_every_change_and_every_address(apart: Apart) -> None:
    seen = apart.watch([sys.executable, "-c", CARELESS])

    assert (seen.status, seen.stdout) == (0, "[(1, 'lo')]\n"), seen.stderr
    assert seen.changed_outside(*apart.own) == [
        apart.elsewhere / "child.txt",
        apart.elsewhere / "here.txt",
        apart.elsewhere / "there.txt",
        apart.home / ".careless",
    ]
    assert seen.addresses == {"192.0.2.1", "2001:db8::1"}


def test_a_spoken_task_is_heard_stored_and_answered_without_a_network(
    apart: Apart, tmp_path: Path
) -> None:
    recording = spoken_command(tmp_path, "don't forget to water the plants")
    reply = tmp_path / "reply" / "reply.wav"
    reply.parent.mkdir()

    seen = apart.clara("hear", str(recording), "--fast", "--json", "--reply", str(reply))  # fmt: skip

    assert seen.status == 0, seen.stderr
    heard = json.loads(seen.stdout)
    assert heard["wake_heard"]
    assert [turn["intent"] for turn in heard["turns"]] == ["task.create"], heard
    assert "Water the plants" in titles(apart)
    assert read_wav(reply).any()
    assert seen.changed_outside(*apart.own, reply) == []
    assert seen.addresses == set()


def test_a_typed_task_is_stored_without_a_network(apart: Apart) -> None:
    seen = apart.clara("ask", "add buy milk to my shopping list")

    assert seen.status == 0, seen.stderr
    assert "Buy milk" in titles(apart)
    assert seen.changed_outside(*apart.own) == []
    assert seen.addresses == set()


def test_speech_is_made_without_a_network(apart: Apart, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"

    seen = apart.clara("say", "Nothing leaves the house.", "--out", str(out))

    assert seen.status == 0, seen.stderr
    assert read_wav(out).any()
    assert seen.changed_outside(*apart.own, out) == []
    assert seen.addresses == set()


def test_both_services_run_without_a_network_or_sound_card(apart: Apart) -> None:
    seen = apart.watch([sys.executable, "-P", "-c", SERVE_UNTIL_ASLEEP])

    assert seen.status == 0, seen.stderr
    state, reply, status = seen.stdout.splitlines()
    assert (state, status) == ("asleep", "0")
    assert "plumber" in reply
    assert "Call the plumber" in titles(apart)
    assert seen.changed_outside(*apart.own) == []
    # the pages are for the home network: there they listen, and nobody is called
    assert seen.addresses <= {"0.0.0.0", "::"}  # noqa: S104 - compared with
