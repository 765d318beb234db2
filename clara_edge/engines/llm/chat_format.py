"""From instructions and messages to the text that a model was trained on."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from clara_edge.domain.language_model import Message, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .native import Native

_LOGGER = logging.getLogger(__name__)
# for models without a template of their own
_PLAIN = (
    "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}assistant:"
)

# How a text is cut into tokens depends on what follows it, by a word at most.
_SEAM_TOKENS = 4


class ChatFormat:
    """The chat template of a model file, run in Jinja's sandbox by llama-cpp-python."""

    def __init__(self, native: Native) -> None:
        begin, end = native.special_texts()
        self._native = native
        self._plain = Jinja2ChatFormatter(_PLAIN, eos_token=end, bos_token="")
        self._own = self._plain
        self._begin = begin
        template = native.chat_template()
        if template:
            try:
                self._own = Jinja2ChatFormatter(
                    template, eos_token=end, bos_token=begin
                )
            except Exception as error:  # noqa: BLE001 - a template of somebody else's file
                _LOGGER.warning("the model's chat template is unusable: %s", error)

    def tokens(self, instructions: str, messages: Sequence[Message]) -> list[int]:
        """Return the prompt; no text in it can pass for a control token."""
        clean = [Message(m.role, self._harmless(m.text)) for m in _merged(messages)]
        text = self._rendered(self._harmless(instructions), clean)
        written = bool(self._begin) and text.startswith(self._begin)
        return self._native.tokenize(text, begin=not written, special=True)

    def prefix(self, instructions: str) -> list[int]:
        """Return the tokens with which every prompt with these instructions begins."""
        one, other = (
            self.tokens(instructions, [Message(Role.USER, text)])
            for text in ("1 a", "Zz")
        )
        count = next(
            (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0
        )
        return one[: max(0, count - _SEAM_TOKENS)]

    def _rendered(self, instructions: str, messages: Sequence[Message]) -> str:
        turns: list[Any] = [{"role": str(m.role), "content": m.text} for m in messages]
        system = {"role": "system", "content": instructions}
        # some templates refuse a system message: then the first message begins with it
        first = {**turns[0], "content": f"{instructions}\n\n{turns[0]['content']}"}
        for formatter in (self._own, self._plain):
            for conversation in ([system, *turns], [first, *turns[1:]]):
                try:
                    response = formatter(messages=conversation, enable_thinking=False)
                except Exception as error:  # noqa: BLE001 - a template of somebody else's file
                    _LOGGER.debug("chat template: %s", error)
                    continue
                return str(response.prompt)
        raise AssertionError("the plain template takes everything")  # pragma: no cover

    def _harmless(self, text: str) -> str:
        """Take the texts of control tokens out of what people and tasks say."""
        while True:
            found = {
                self._native.token_text(token)
                for token in self._native.tokenize(text, begin=False, special=True)
                if self._native.is_control(token)
            }
            written = [control for control in found if control and control in text]
            if not written:
                return text
            for control in written:
                text = text.replace(control, " ")


def _merged(messages: Sequence[Message]) -> list[Message]:
    """Join neighbours of one role: many templates insist that roles take turns."""
    merged: list[Message] = []
    for message in messages:
        if merged and merged[-1].role is message.role:
            last = merged.pop()
            message = Message(last.role, f"{last.text}\n{message.text}")  # noqa: PLW2901
        merged.append(message)
    return merged
