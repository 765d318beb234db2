"""Read one value from the command line or the environment."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from clara_edge.config.keys import all_settings

if TYPE_CHECKING:
    from clara_edge.config.keys import KeyPath


def parse_value(path: KeyPath, text: str) -> Any:
    """Return the value of a setting written in TOML, where plain text needs no quotes.

    So `audio.input=Jabra` is a string, `web.port=8081` a number, and a list may be
    written `tts.engines=flite,espeak`.
    """
    setting = all_settings().get(path)
    if setting is None:
        return _toml(text)
    if setting.is_text and not text.startswith(('"', "'")):
        return text
    if setting.is_list and not text.startswith("["):
        return [item.strip() for item in text.split(",") if item.strip()]
    return _toml(text)


def _toml(text: str) -> Any:
    try:
        values = tomllib.loads(f"value = {text}")
    except (tomllib.TOMLDecodeError, RecursionError):
        return text
    # a line break could smuggle in further keys
    return values["value"] if len(values) == 1 else text
