"""What people get wrong, through the real command line: one clear error, nothing lost."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import pytest

from clara_edge.audio.wav import write_wav
from clara_edge.config.clock import SystemClock
from clara_edge.control.client import ControlClient
from clara_edge.domain.errors import RequestRefusedError
from clara_edge.storage.open import open_store
from tests import voices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from clara_edge.models.store import ModelStore

pytestmark = pytest.mark.models

ENCODER = "moonshine-tiny-en/encoder_model.ort"
START = "from clara_edge.cli.{} import {}; {}()"
READY_TIMEOUT_S = 60


@dataclass(frozen=True, slots=True)
class Clara:
    """The commands, in folders of one test, on a machine without a sound card."""

    root: Path
    models: Path

    @property
    def database(self) -> Path:
        return self.root / "data" / "clara.db"

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-P", "-c", START.format("main", "main", "main"),
             *arguments],
            env=self._env(),
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )  # fmt: skip

    def fails(self, *arguments: str) -> str:
        """Run a command that must fail as promised; return its error without the prefix."""
        done = self.run(*arguments)
        assert done.returncode == 1, (done.stdout, done.stderr)
        assert "Traceback" not in done.stdout + done.stderr
        assert done.stderr.count("error: ") == 1
        assert done.stderr.startswith("clara: error: "), done.stderr
        return done.stderr.removeprefix("clara: error: ").rstrip("\n")

    def titles(self) -> list[str]:
        with open_store(self.database, SystemClock()) as store:
            return [task.title for task in store.open_tasks()]

    @contextmanager
    def daemon(self, *options: str) -> Iterator[subprocess.Popen[str]]:
        """Run the voice daemon from the moment that it is ready."""
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", START.format("services", "voice", "voice"),
             *options],
            env=self._env(),
            stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            read_until(process.stdout, "ready")
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=20)

    def _env(self) -> dict[str, str]:
        none = self.root / "no-sound-card.conf"
        none.touch()
        return {
            **os.environ,
            "ALSA_CONFIG_PATH": str(none),
            "CLARA_PATHS__DATA": str(self.root / "data"),
            "CLARA_PATHS__CACHE": str(self.root / "cache"),
            "CLARA_PATHS__RUNTIME": str(self.root / "run"),
            "CLARA_PATHS__MODELS": str(self.models),
        }


def read_until(log: IO[str], word: str) -> str:
    """Read a log until it contains a word."""
    text = ""
    while word not in text:
        assert select.select([log], [], [], READY_TIMEOUT_S)[0], text
        # not readline(): it may keep further lines in its buffer, of which select knows nothing
        chunk = os.read(log.fileno(), 65_536).decode()
        assert chunk, f"it ended: {text}"
        text += chunk
    return text


@pytest.fixture
def models(model_store: ModelStore) -> Path:
    return model_store.folder("moonshine-tiny-en").parent


@pytest.fixture
def clara(models: Path, tmp_path: Path) -> Clara:
    return Clara(tmp_path, models)


@pytest.fixture
def careless(models: Path, tmp_path: Path) -> Clara:
    """Clara with a copy of the model packs, for damaging."""
    copy = tmp_path / "models"
    shutil.copytree(models, copy)
    return Clara(tmp_path, copy)


@pytest.fixture
def command(tmp_path: Path) -> Path:
    file = tmp_path / "command.wav"
    write_wav(file, voices.speak("i need to call the dentist"))
    return file


# Sound files.


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:20_000])


def make_text(file: Path) -> None:
    file.write_text("this is no recording\n")


def make_empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (os.unlink, "cannot read {}: No such file or directory; check the name"),
        (make_empty, "{} is empty; copy or record it again"),
        (truncate, "{} is truncated: 19956 of "),
        (make_text, "{} is no sound file that can be read: Format not recognised; "),
    ],
)
def test_a_sound_file_that_is_none_is_refused(
    damage: Callable[[Path], None], error: str, clara: Clara, command: Path
) -> None:
    damage(command)

    assert clara.fails("hear", str(command)).startswith(error.format(command))


# Models and voices.


def test_a_missing_model_says_how_to_get_it(careless: Clara, command: Path) -> None:
    shutil.rmtree(careless.models / "moonshine-tiny-en")

    error = careless.fails("hear", str(command), "--no-wake", "--fast")

    assert "the model pack moonshine-tiny-en is not installed" in error
    assert "run: clara models pull moonshine-tiny-en" in error


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (truncate, "encoder_model.ort has 20000 bytes instead of 13281600"),
        (make_text, "encoder_model.ort has 21 bytes instead of 13281600"),
        (
            lambda file: file.write_bytes(bytes(file.stat().st_size)),
            "it is not an ORT format model",
        ),
    ],
    ids=["truncated", "text", "zeros of the right length"],
)
def test_a_damaged_model_is_told_before_anything_is_heard(
    damage: Callable[[Path], None], problem: str, careless: Clara, command: Path
) -> None:
    damage(careless.models / ENCODER)

    error = careless.fails("hear", str(command), "--no-wake", "--fast")

    assert problem in error
    assert "run: clara models pull --again moonshine-tiny-en" in error
    assert not careless.database.exists() or careless.titles() == []


def test_verify_finds_a_changed_byte(careless: Clara) -> None:
    with (careless.models / ENCODER).open("r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)
        file.seek(1_000_000)
        file.write(bytes([byte[0] ^ 1]))

    error = careless.fails("models", "verify", "moonshine-tiny-en")

    assert "encoder_model.ort has the wrong checksum" in error


def cut_description(voice: Path) -> None:
    os.truncate(voice.with_name(f"{voice.name}.json"), 99)


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (os.unlink, "the voice file {} is missing"),
        (make_text, "the voice file {} is damaged: "),
        (cut_description, "the voice description {}.json is damaged: "),
    ],
    ids=["missing", "text", "truncated description"],
)
def test_a_voice_that_is_none_is_told(
    damage: Callable[[Path], None], problem: str, clara: Clara, test_data: Path
) -> None:
    voice = clara.root / "voice.onnx"
    source = test_data / "models/piper1-gpl-test-voice/test_voice.onnx"
    voice.write_bytes(source.read_bytes())
    description = source.with_name(f"{source.name}.json")
    voice.with_name("voice.onnx.json").write_bytes(description.read_bytes())
    damage(voice)

    piper = ("-o", 'tts.engines=["piper"]', "-o", f"tts.options.piper.path={voice}")
    error = clara.fails(*piper, "say", "hello", "--out", "hello.wav")

    assert problem.format(voice) in error
    assert "check tts.options.piper.path" in error
    assert not (clara.root / "hello.wav").exists()


# Settings.


def test_every_mistake_in_the_settings_is_in_one_report(clara: Clara) -> None:
    file = clara.root / "clara.toml"
    file.write_text(
        '[audio]\ninptu = "Jabra"\nretry_s = -1\n\n[listening]\nfollowup_s = 99\n'
    )

    error = clara.fails("--config", str(file), "ask", "add milk")

    title, *problems = error.splitlines()
    assert title == "the configuration has 3 problems:"
    assert sorted(problems) == [
        f"""  {file}:2: audio.inptu = "Jabra": unknown setting; did you mean 'audio.input'?""",
        f"  {file}:3: audio.retry_s = -1: must be greater than 0; the default is 1.0",
        f"  {file}:6: listening.followup_s = 99: must be less than or equal to 60; the default is 4.0",
    ]
    assert not clara.database.exists()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\n[audio\n", ":2: is not TOML: "),
        (b'\n\n[audio]\ninput = "\xff"\n', ":4: is not UTF-8 text; save it in UTF-8"),
    ],
)
def test_settings_that_cannot_be_read_are_told_with_their_line(
    content: bytes, problem: str, clara: Clara
) -> None:
    file = clara.root / "clara.toml"
    file.write_bytes(content)

    error = clara.fails("--config", str(file), "status")

    assert f"\n  {file}{problem}" in error


# Folders and disks.


def test_a_data_folder_that_cannot_be_is_told(clara: Clara) -> None:
    (clara.root / "data").write_text("I am a file")

    error = clara.fails("ask", "add buy milk")

    assert error == (
        f"cannot use the task database {clara.database}: {clara.database.parent} is not"
        " a folder; check that its folder exists and that Clara may write there"
    )
    assert (clara.root / "data").read_text() == "I am a file"


def test_a_folder_that_nobody_may_write_is_told(clara: Clara) -> None:
    # not even root makes folders there
    error = clara.fails("-o", "paths.data=/proc/clara", "ask", "add buy milk")

    assert error.startswith("cannot use the task database /proc/clara/clara.db: ")


def test_a_damaged_database_is_told_and_left_as_it_is(clara: Clara) -> None:
    clara.database.parent.mkdir()
    clara.database.write_bytes(b"these are no tasks" * 300)

    error = clara.fails("ask", "add buy milk")

    assert "is damaged: file is not a database" in error
    assert "clara restore" in error
    assert clara.database.read_bytes() == b"these are no tasks" * 300


@pytest.fixture
def small_disk(clara: Clara) -> Iterator[Path]:
    """A disk of one megabyte under Clara's data folder."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    folder = clara.root / "data"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"this container may not mount a small disk: {mounted.stderr}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder: Path) -> Path:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        block = 1 << 16
        while block:
            try:
                file.write(bytes(block))
            except OSError:
                block //= 2
    return ballast


def test_a_full_disk_is_told_and_loses_nothing(small_disk: Path, clara: Clara) -> None:
    assert clara.run("ask", "add buy milk").returncode == 0
    ballast = fill(small_disk)

    error = clara.fails("ask", "add buy bread")
    ballast.unlink()

    assert error == (
        f"the disk that holds {clara.database} is full; nothing was changed;"
        " free some space and try again"
    )
    assert clara.titles() == ["Buy milk"]
    assert clara.run("ask", "add buy bread").returncode == 0
    assert sorted(clara.titles()) == ["Buy bread", "Buy milk"]


def test_a_spoken_task_on_a_full_disk_is_told_aloud_and_as_an_error(
    small_disk: Path, clara: Clara, command: Path
) -> None:
    assert clara.run("ask", "add buy milk").returncode == 0
    ballast = fill(small_disk)

    error = clara.fails("hear", str(command), "--no-wake", "--fast", "--json")
    ballast.unlink()

    assert error.startswith("1 of 1 turns failed: The disk is full, so I could not")
    assert clara.titles() == ["Buy milk"]


# The daemon.


def test_the_second_daemon_says_who_holds_the_lock(clara: Clara) -> None:
    with clara.daemon("-o", "voice.volume=0.5") as first:
        error = clara.fails("run")
        still = clara.run("ask", "add feed the cat")

        assert "voice.lock is held by " in error
        assert f"-o voice.volume=0.5, pid {first.pid}, since " in error
        assert error.endswith("use that one, or stop it first")
        assert first.poll() is None
    assert still.returncode == 0
    assert clara.titles() == ["Feed the cat"]


def test_an_unknown_device_is_told_and_typing_works(clara: Clara) -> None:
    with clara.daemon("-o", "audio.input=Nowhere", "-o", "audio.output=Nothing"):
        status = clara.run("status").stdout
        typed = clara.run("ask", "add feed the cat")

    assert "no microphone is called 'Nowhere'" in status
    assert "no loudspeaker is called 'Nothing'" in status
    assert (typed.returncode, clara.titles()) == (0, ["Feed the cat"])


def test_without_a_sound_card_status_says_so_and_typing_works(clara: Clara) -> None:
    with clara.daemon():
        status = clara.run("status").stdout
        typed = clara.run("ask", "what are my tasks")

    rows = {line.split()[0]: line for line in status.splitlines()}
    for device in ("microphone", "loudspeaker"):
        assert rows[device].split()[1] == "none"
        assert f"no sound card with a {device} found" in rows[device]
    assert typed.returncode == 0
    assert "Nothing to do" in typed.stdout


def test_without_a_microphone_nothing_listens_for_ever(clara: Clara) -> None:
    with clara.daemon(), ControlClient(clara.root / "run" / "control.sock") as client:
        error = clara.fails("listen")
        with pytest.raises(RequestRefusedError, match="there is no microphone"):
            client.call("button", pressed=True)
        state = client.call("status")["state"]

    assert error.startswith("there is no microphone: ")
    assert state == "asleep"


def test_doctor_tells_that_there_is_no_sound_card(clara: Clara) -> None:
    error = clara.fails("doctor", "audio")

    assert error.startswith("no sound card found; typed text and recordings still work")
