"""Load a model in a process of its own first, because llama.cpp may end the process.

The outcome of a good trial is remembered until the file changes.
"""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from clara_edge.domain.errors import LanguageModelError, ModelDamagedError

_LOGGER = logging.getLogger(__name__)
# eight gigabytes from a slow SD card
_TIMEOUT_S = 300.0
_REMEMBERED = 16
_CONTEXT_TOKENS = 64


def prove_loads(path: Path, cache_dir: Path) -> None:
    """Return when the model loads and computes a token; at once if it is known to.

    Raises:
        ModelDamagedError: it does not.
        LanguageModelError: the trial could not be made or did not end.
    """
    record = cache_dir / "llm-proven.json"
    key = fingerprint(path)
    proven = _read(record)
    if key in proven:
        return
    try:
        outcome = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "clara_edge.engines.llm.trial", str(path)],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise LanguageModelError(
            f"the trial of the chat model {path.name} failed: {error}",
            remedy="try another pack: clara models list",
        ) from error
    if outcome.returncode != 0:
        lines = [line for line in outcome.stderr.splitlines() if line.strip()]
        reason = lines[-1].strip()[:200] if lines else f"status {outcome.returncode}"
        raise ModelDamagedError(
            f"the chat model {path} cannot be used: {reason}",
            remedy=f"run: clara models pull --again {path.parent.name}",
        )
    _write(record, [*proven, key][-_REMEMBERED:])


def fingerprint(path: Path) -> str:
    """Return what names this state of a model file and of llama.cpp."""
    stat = path.stat()
    llama = version("llama-cpp-python")
    return f"{path.name} {stat.st_size} {stat.st_mtime_ns} {llama}"


def _read(record: Path) -> list[str]:
    try:
        keys = json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [k for k in keys if isinstance(k, str)] if isinstance(keys, list) else []


def _write(record: Path, keys: list[str]) -> None:
    part = record.with_suffix(".part")
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(keys), "utf-8")
        part.replace(record)
    except OSError as error:
        # only costs the next load another trial
        _LOGGER.debug("cannot remember that the model loads: %s", error)


def _main(path: Path) -> int:
    from .native import Native  # noqa: PLC0415 - the parent process only asks
    from .sizing import Fit  # noqa: PLC0415

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    native = Native(path, Fit(1, _CONTEXT_TOKENS), batch_tokens=8)
    native.read(native.tokenize("a b", begin=True, special=False), lambda: False)
    native.close()
    return 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(_main(Path(sys.argv[1])))
