"""The answer of an OpenAI-compatible endpoint: server-sent events, each a piece of it.

Format: WHATWG's "server-sent events", OpenAI's "chat completion chunk".
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import LanguageModelBusyError, LanguageModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LINE_BYTES_MAX = 64 * 1024
ANSWER_BYTES_MAX = 2 * 1024 * 1024
ANSWER_CHARACTERS_MAX = 64 * 1024
_DONE = "[DONE]"
# what may be repeated of an error that a stranger wrote: never what we sent
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def lines_of(chunks: Iterable[bytes]) -> Iterator[str]:
    """Cut a stream into lines.

    Raises:
        LanguageModelError: a line or the whole is too long, or no UTF-8 text.
    """
    rest, total = b"", 0
    for chunk in chunks:
        total += len(chunk)
        if total > ANSWER_BYTES_MAX:
            raise LanguageModelError(
                f"its answer is longer than {ANSWER_BYTES_MAX // 1024} KiB"
            )
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield _text(line)
        if len(rest) > LINE_BYTES_MAX:
            raise _too_long()
    if rest:
        yield _text(rest)


def pieces_of(lines: Iterable[str]) -> Iterator[str]:
    """Return the pieces of text in a stream of events; some may be empty.

    Raises:
        LanguageModelError: it is something else, tells of an error, or was cut.
    """
    finished, characters = False, 0
    for line in lines:
        field, _, value = line.partition(":")
        if field != "data":
            # comments keep the connection alive; no other field matters
            continue
        data = value.strip()
        if data == _DONE:
            return
        text, last = _piece(data)
        characters += len(text)
        if characters > ANSWER_CHARACTERS_MAX:
            raise LanguageModelError(
                f"its answer is longer than {ANSWER_CHARACTERS_MAX} characters"
            )
        finished = finished or last
        yield text
    if not finished and characters:
        raise LanguageModelError("its answer was cut in the middle")
    if not finished:
        raise LanguageModelBusyError("its answer ended before the first word")


def error_code(body: bytes) -> str:
    """Return the code or type that an error names, "" if it names none."""
    try:
        return _code(json.loads(body))
    except (ValueError, RecursionError):
        return ""


def _piece(data: str) -> tuple[str, bool]:
    """Return the text of one event, and whether it says that the answer ends."""
    try:
        event = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise LanguageModelError("its answer is no JSON") from error
    if isinstance(event, dict) and event.get("error"):
        code = _code(event)
        raise LanguageModelError(f"it broke off with an error{code and f': {code}'}")
    try:
        choices = event["choices"]
        if not choices:  # the last event may only count tokens
            return "", False
        choice = choices[0]
        text = choice.get("delta", {}).get("content")
        last = choice.get("finish_reason") is not None
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise LanguageModelError("its answer is no chat completion") from error
    if text is not None and not isinstance(text, str):
        raise LanguageModelError("its answer is no chat completion")
    return _whole_characters(text or ""), last


def _code(value: Any) -> str:
    error = value.get("error") if isinstance(value, dict) else None
    if isinstance(error, dict):
        for name in ("code", "type"):
            code = error.get(name)
            if isinstance(code, str) and _CODE.fullmatch(code):
                return code
    return ""


def _whole_characters(text: str) -> str:
    """Replace halves of characters, which JSON can hold and nothing else can."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _text(line: bytes) -> str:
    if len(line) > LINE_BYTES_MAX:
        raise _too_long()
    try:
        return line.decode("utf-8").rstrip("\r")
    except UnicodeDecodeError as error:
        raise LanguageModelError("its answer is no UTF-8 text") from error


def _too_long() -> LanguageModelError:
    return LanguageModelError(
        f"a line of its answer is longer than {LINE_BYTES_MAX // 1024} KiB"
    )
