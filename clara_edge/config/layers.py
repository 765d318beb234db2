"""The places that settings come from, lowest first."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from platformdirs import PlatformDirs

from clara_edge.config.folders import APP_NAME
from clara_edge.config.keys import all_settings, sections
from clara_edge.config.report import Problem
from clara_edge.config.toml_lines import key_lines
from clara_edge.config.values import parse_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from clara_edge.config.keys import KeyPath

DEFAULTS = Path(__file__).with_name("defaults.toml")
MAX_FILE_BYTES = 256 * 1024
PREFIX = "CLARA_"
RESERVED = frozenset({"CLARA_TEST_DATA", "CLARA_MODEL_MIRROR", "CLARA_MODELS_DIR"})
"""Variables that are no settings although they look like some."""


LayerKind = Literal["default", "file", "chosen", "environment", "option"]


@dataclass(frozen=True)
class Layer:
    """Some settings and where they were written; text is set for files."""

    place: str
    values: dict[str, Any]
    text: str | None = None
    kind: LayerKind = "file"

    def where(self, path: KeyPath) -> str:
        """Return the place of a key, with its line if it has one."""
        for end in range(len(path), 0, -1):
            line = self._lines.get(path[:end])
            if line is not None:
                return f"{self.place}:{line}"
        return self.place

    @cached_property
    def _lines(self) -> dict[KeyPath, int]:
        return {} if self.text is None else key_lines(self.text)


@dataclass(frozen=True, slots=True)
class Places:
    """Where configuration files are looked for."""

    system: Path
    user: Path
    chosen: Path | None = None
    """What people chose in the web pages; None where nobody can."""


def usual_places() -> Places:
    """Return the places of this machine and user."""
    user = Path(PlatformDirs(APP_NAME).user_config_dir) / "clara.toml"
    return Places(system=Path("/etc") / APP_NAME, user=user)


def file_layers(places: Places, problems: list[Problem]) -> Iterator[Layer]:
    """Read the usual files that exist; what cannot be read goes into problems."""
    yield from _existing(places.system / "clara.toml", problems)
    folder = places.system / "conf.d"
    try:
        names = sorted(p for p in folder.iterdir() if p.suffix == ".toml")
    except (FileNotFoundError, NotADirectoryError):
        names = []
    except OSError as error:
        problems.append(_unreadable(folder, error))
        names = []
    for name in names:
        yield from _existing(name, problems)
    yield from _existing(places.user, problems)


def read_layer(
    file: Path, problems: list[Problem], kind: LayerKind = "file"
) -> Iterator[Layer]:
    """Read one file that must exist."""
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_FILE_BYTES + 1)
        if len(raw) > MAX_FILE_BYTES:
            what = f"is larger than {MAX_FILE_BYTES // 1024} KiB"
            problems.append(Problem(str(file), what))
            return
        # some editors begin a file with a byte order mark
        text = raw.decode("utf-8-sig")
        yield Layer(str(file), tomllib.loads(text), text, kind)
    except tomllib.TOMLDecodeError as error:
        problems.append(_syntax(file, error, text))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        remedy = "save it in UTF-8"
        problems.append(Problem(f"{file}:{line}", "is not UTF-8 text", remedy=remedy))
    except RecursionError:
        problems.append(Problem(str(file), "is nested too deeply"))
    except OSError as error:
        problems.append(_unreadable(file, error))


def environment_layers(
    environ: Mapping[str, str], problems: list[Problem]
) -> Iterator[Layer]:
    """Read CLARA_SECTION__KEY variables; two underscores stand for each dot."""
    for name in sorted(environ):
        if not name.startswith(PREFIX) or name in RESERVED:
            continue
        rest = name.removeprefix(PREFIX).lower()
        place = f"environment variable {name}"
        if "__" in rest:
            path = tuple(rest.split("__"))
            values = nested(path, parse_value(path, environ[name]))
            yield Layer(place, values, kind="environment")
        elif rest.startswith(tuple(f"{section}_" for section in sections())):
            problems.append(
                Problem(place, "is not a setting", remedy=_two_underscores(rest))
            )


def override_layers(
    overrides: Sequence[str], problems: list[Problem]
) -> Iterator[Layer]:
    """Read -o KEY=VALUE options."""
    for text in overrides:
        key, equals, value = text.partition("=")
        path = tuple(part.strip() for part in key.split("."))
        if not equals or not all(path):
            remedy = "write it as -o section.key=value"
            problems.append(
                Problem(f"option -o {text}", "is not a setting", remedy=remedy)
            )
            continue
        values = nested(path, parse_value(path, value.strip()))
        yield Layer(f"option -o {key}", values, kind="option")


def _existing(file: Path, problems: list[Problem]) -> Iterator[Layer]:
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        problems.append(_unreadable(file, error))
        return
    yield from read_layer(file, problems)


def nested(path: KeyPath, value: Any) -> dict[str, Any]:
    """Return tables that hold one value at a path."""
    for name in reversed(path):
        value = {name: value}
    return dict(value)


def _unreadable(file: Path, error: OSError) -> Problem:
    what = f"cannot be read: {error.strerror or error}"
    remedy = "make it readable for this user, or remove it"
    return Problem(str(file), what, remedy=remedy)


def _syntax(file: Path, error: tomllib.TOMLDecodeError, text: str) -> Problem:
    # 3.14 has error.lineno; before, the message is all there is
    message = str(error)
    found = re.search(r" \(at line (\d+), column \d+\)$", message)
    line = int(found[1]) if found else text.count("\n") + 1
    reason = message.removesuffix(found[0]) if found else message
    remedy = 'settings are TOML: key = "text", key = 5, key = true'
    return Problem(f"{file}:{line}", f"is not TOML: {reason.lower()}", remedy=remedy)


def _two_underscores(rest: str) -> str:
    for setting in all_settings().values():
        if "_".join(setting.path) == rest:
            name = PREFIX + "__".join(setting.path).upper()
            return f"did you mean {name!r}?"
    return f"write {PREFIX}SECTION__KEY, with two underscores for each dot"
