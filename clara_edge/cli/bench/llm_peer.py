"""`python -m llama_cpp.server`: a real OpenAI-compatible peer on this machine."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING, Self

from clara_edge.domain.errors import EngineFailedError

if TYPE_CHECKING:
    from pathlib import Path

_START_S = 60.0
_STOP_S = 10.0
_NEEDS = (
    "uvicorn",
    "fastapi",
    "sse_starlette",
    "starlette_context",
    "pydantic_settings",
)


class LlamaServer:
    """Serves one model on a free port of the loopback interface until it is left."""

    def __init__(self, model: Path, *, context_tokens: int, threads: int) -> None:
        """Start nothing yet."""
        self._command = [
            *(sys.executable, "-m", "llama_cpp.server", "--model", str(model)),
            *("--host", "127.0.0.1", "--port", "0"),
            *("--n_ctx", str(context_tokens), "--n_threads", str(threads)),
        ]
        self._process: subprocess.Popen[str] | None = None
        self.url = ""
        self.pid = 0

    def __enter__(self) -> Self:
        """Start it, and wait until it listens.

        Raises:
            EngineFailedError: it cannot be started; the message has its last line.
        """
        missing = [name for name in _NEEDS if find_spec(name) is None]
        if missing:
            raise EngineFailedError(
                f"llama_cpp.server needs {', '.join(missing)}",
                remedy="pip install 'llama-cpp-python[server]'",
            )
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
            self._command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        try:
            self._wait(self._process)
        except BaseException:
            self._stop(self._process)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        if self._process is not None:
            self._stop(self._process)

    def _wait(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None  # noqa: S101 - it is a pipe
        last = "no message"
        watchdog = threading.Timer(_START_S, process.kill)
        watchdog.start()
        try:
            for line in process.stderr:
                found = re.search(r"running on (http://[\d.]+:\d+)", line)
                if found:
                    self.url, self.pid = f"{found[1]}/v1", process.pid
                    # it would stop at a full pipe
                    drain = threading.Thread(
                        target=_drain, args=(process.stderr,), daemon=True
                    )
                    drain.start()
                    return
                last = line.strip() or last
        finally:
            watchdog.cancel()
        raise EngineFailedError(f"llama_cpp.server does not start: {last}")

    @staticmethod
    def _stop(process: subprocess.Popen[str]) -> None:
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stderr is not None:
            process.stderr.close()


def _drain(stream: IO[str]) -> None:
    try:
        for _ in stream:
            pass
    except ValueError:  # closed in the end
        return
