"""Load a model in a process of its own first, because sherpa-onnx may end the process.

A damaged vocabulary or an ONNX file without the expected metadata makes its C++ code call
exit(): the voice daemon must never load what nobody has tried. The outcome of a good trial
is remembered until a file changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

from clara_edge.domain.errors import EngineFailedError, ModelDamagedError
from clara_edge.engines.stt.plan import LoadPlan, decode_once

if TYPE_CHECKING:
    from pathlib import Path

_LOGGER = logging.getLogger(__name__)
_TIMEOUT_S = 120.0
_REMEMBERED = 32
# Moonshine's decoder swallows its exceptions and prints this instead
_SWALLOWED = "Caught exception"


def prove_loads(plan: LoadPlan, cache_dir: Path) -> None:
    """Return when the model loads and decodes; at once if it is known to.

    Raises:
        ModelDamagedError: it does not.
        EngineFailedError: the trial could not be made or did not end.
    """
    record = cache_dir / "stt-proven.json"
    key = _fingerprint(plan)
    proven = _read_record(record)
    if key in proven:
        return
    outcome = _run(plan, "load")
    if outcome.returncode != 0 or _SWALLOWED in outcome.stderr:
        raise _verdict(plan, outcome)
    _write_record(record, [*proven, key][-_REMEMBERED:])


def _fingerprint(plan: LoadPlan) -> str:
    stats = [path.stat() for path in plan.files]
    state = [plan.to_json(), version("sherpa-onnx")]
    state += [f"{stat.st_size} {stat.st_mtime_ns}" for stat in stats]
    return hashlib.sha256("\n".join(state).encode()).hexdigest()


def _run(plan: LoadPlan, task: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "clara_edge.engines.stt.trial", task],
            input=plan.to_json(),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineFailedError(
            f"the trial of speech-to-text model {plan.files[0].parent.name} failed: {error}",
            remedy="try another pack: clara models list",
        ) from error


def _verdict(
    plan: LoadPlan, outcome: subprocess.CompletedProcess[str]
) -> ModelDamagedError:
    pack = plan.files[0].parent
    blamed = _run(plan, "blame").stdout.strip()
    lines = [line for line in outcome.stderr.splitlines() if line.strip()]
    reason = lines[-1].strip()[:200] if lines else f"status {outcome.returncode}"
    if _SWALLOWED in outcome.stderr:
        after = outcome.stderr.split(_SWALLOWED, 1)[1].splitlines()
        reason = next((line.strip() for line in after[1:] if line.strip()), reason)
    what = f"the model file {blamed}" if blamed else f"the model pack {pack.name}"
    return ModelDamagedError(
        f"{what} cannot be used as {plan.layout} model: {reason}",
        remedy=f"run: clara models pull --again {pack.name}",
    )


def _read_record(record: Path) -> list[str]:
    try:
        keys = json.loads(record.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [k for k in keys if isinstance(k, str)] if isinstance(keys, list) else []


def _write_record(record: Path, keys: list[str]) -> None:
    part = record.with_suffix(".part")
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(keys), "utf-8")
        part.replace(record)
    except OSError as error:
        # only costs the next start another trial
        _LOGGER.debug("cannot remember that the model loads: %s", error)


def _main(task: str) -> int:
    plan = LoadPlan.from_json(sys.stdin.read())
    if task == "load":
        decode_once(plan.load(), plan.kind)
        return 0
    import onnxruntime  # noqa: PLC0415 - only to find the bad file after a failed trial

    for path in plan.files:
        if path.suffix in (".onnx", ".ort"):
            try:
                onnxruntime.InferenceSession(
                    str(path), providers=["CPUExecutionProvider"]
                )
            except Exception:  # noqa: BLE001 - onnxruntime's errors share no base class
                print(path)  # noqa: T201 - the answer to the parent process
                break
    return 0


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(_main(sys.argv[1]))
