"""Templates as they were compiled, kept between starts.

To compile them takes a Pi seconds, and memory that is not given back afterwards.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from jinja2.bccache import Bucket

_LOGGER = logging.getLogger(__name__)

FOLDER = "pages"


def keep_compiled(app: Flask, cache: Path) -> None:
    """Have an app keep its templates in a folder of this name in the cache."""
    env = app.jinja_env
    options = (env.trim_blocks, env.lstrip_blocks, sorted(env.extensions))
    env.bytecode_cache = _Compiled(cache / FOLDER, repr(options))


class _Compiled(FileSystemBytecodeCache):
    """Does without a folder that cannot be used."""

    def __init__(self, folder: Path, options: str) -> None:
        super().__init__(str(folder), "%s.page")
        self._folder = folder
        self._options = options

    def get_source_checksum(self, source: str) -> str:
        """Tell apart what was compiled from another source, or in another way."""
        return super().get_source_checksum(f"{self._options}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template, if it is kept and of the same source."""
        try:
            super().load_bytecode(bucket)
        except OSError as error:
            self._do_without(error)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
        except OSError as error:
            self._do_without(error)

    def _do_without(self, error: OSError) -> None:
        _LOGGER.warning("pages are compiled at each start: %s", error)
