"""Clara's language model port as a Pipecat service: clauses are spoken while it writes on."""

from __future__ import annotations

import logging
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, TypedDict

from pipecat.adapters.llm.base_llm_adapter import BaseLLMAdapter
from pipecat.frames.frames import (
    AggregatedTextFrame,
    Frame,
    LLMContextFrame,
    LLMFullResponseEndFrame,
    LLMFullResponseStartFrame,
)
from pipecat.processors.aggregators.llm_context import LLMSpecificMessage
from pipecat.processors.frame_processor import FrameDirection
from pipecat.services.llm_service import LLMService
from pipecat.services.settings import LLMSettings
from pipecat.utils.text.base_text_aggregator import TextType

from clara_edge.domain.errors import LanguageModelError
from clara_edge.domain.language_model import Message, ModelRequest, Purpose, Role
from clara_edge.domain.saying import ClauseCutter, WordsSoFar
from clara_edge.domain.spoken import speakable
from clara_edge.voice.frames import ModelAnsweredFrame, ModelRequestFrame

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipecat.adapters.schemas.tools_schema import ToolsSchema
    from pipecat.processors.aggregators.llm_context import LLMContext

    from clara_edge.voice.model_runner import ModelRunner

_LOGGER = logging.getLogger(__name__)


class _Parameters(TypedDict):
    request: ModelRequest


class ClaraAdapter(BaseLLMAdapter[_Parameters]):
    """Makes a request of Clara's from a Pipecat context; without it Pipecat imports OpenAI's."""

    @property
    def id_for_llm_specific_messages(self) -> str:
        """Return the name under which a context may hold messages for this service only."""
        return "clara"

    async def get_llm_invocation_params(
        self, context: LLMContext, **_kwargs: Any
    ) -> _Parameters:
        """Return the system message as instructions, and the rest in turns of two."""
        instructions: list[str] = []
        messages: list[Message] = []
        for message in self.get_messages(context):
            if isinstance(message, LLMSpecificMessage):
                continue
            role, content = message.get("role"), message.get("content")
            if not isinstance(content, str):
                continue
            if role == "system":
                instructions.append(content)
            else:
                who = Role.ASSISTANT if role == "assistant" else Role.USER
                messages.append(Message(who, content))
        request = ModelRequest(
            Purpose.CHAT, "\n".join(instructions), tuple(messages or [_NOTHING])
        )
        return {"request": request}

    def to_provider_tools_format(self, tools_schema: ToolsSchema) -> list[Any]:
        """Return none: what Clara can do is in the grammar of a request."""
        del tools_schema
        return []

    def get_messages_for_logging(self, context: LLMContext) -> list[dict[str, Any]]:
        """Return nothing: what was said stays out of the log."""
        del context
        return []


_NOTHING = Message(Role.USER, "")


class LanguageModelService(LLMService[ClaraAdapter]):
    """Answers a ModelRequestFrame: words go on as clauses, the whole goes back.

    That is in a ModelAnsweredFrame. An interruption ends the work within one small batch.
    """

    adapter_class = ClaraAdapter

    def __init__(
        self,
        runner: ModelRunner,
        on_clause: Callable[[str], None] | None = None,
        *,
        hour_12: bool = True,
    ) -> None:
        """Tell `on_clause` each clause before it is spoken; read 14:30 by `hour_12`."""
        super().__init__(
            settings=LLMSettings(
                model=None,
                system_instruction=None,
                temperature=None,
                max_tokens=None,
                top_p=None,
                top_k=None,
                frequency_penalty=None,
                presence_penalty=None,
                seed=None,
                filter_incomplete_user_turns=None,
                user_turn_completion_config=None,
            )
        )
        self._runner = runner
        self._on_clause = on_clause or (lambda _clause: None)
        self.hour_12 = hour_12

    def can_generate_metrics(self) -> bool:
        """Report Pipecat's own latency metrics too."""
        return True

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Answer requests; everything else goes on."""
        await super().process_frame(frame, direction)
        if isinstance(frame, ModelRequestFrame) and frame.request is not None:
            await self._answer(frame.request, frame.turn)
        elif isinstance(frame, LLMContextFrame):
            adapter = self.get_llm_adapter()
            parameters = await adapter.get_llm_invocation_params(frame.context)
            await self._answer(parameters["request"], turn=0)
        else:
            await self.push_frame(frame, direction)

    async def _answer(self, request: ModelRequest, turn: int) -> None:
        await self.start_processing_metrics()
        await self.start_ttfb_metrics()
        speech = _Speech(self, self._on_clause)
        written: list[str] = []
        failed = False
        try:
            async with aclosing(self._runner.speak(request)) as pieces:
                async for piece in pieces:
                    await self.stop_ttfb_metrics()
                    written.append(piece)
                    await speech.feed(piece)
        except LanguageModelError as error:
            _LOGGER.warning("no answer of a language model: %s", error)
            failed = True
        except Exception:
            # the request's boundary: without an answer the turn would never end
            _LOGGER.exception("a language model failed")
            failed = True
        finally:
            await self.stop_processing_metrics()
        await speech.end()
        # half an answer that was spoken is all that could be had
        answer = None if failed and not speech.begun else "".join(written)
        await self.push_frame(
            ModelAnsweredFrame(answer=answer, turn=turn, spoken=speech.begun),
            FrameDirection.UPSTREAM,
        )


class _Speech:
    """One answer on its way to the voice: begins with its first clause."""

    def __init__(
        self, service: LanguageModelService, on_clause: Callable[[str], None]
    ) -> None:
        self._service = service
        self._on_clause = on_clause
        self._words = WordsSoFar()
        self._cutter = ClauseCutter()
        self.begun = False

    async def feed(self, piece: str) -> None:
        for clause in self._cutter.feed(self._words.feed(piece)):
            await self._speak(clause)

    async def end(self) -> None:
        for clause in self._cutter.flush():
            await self._speak(clause)
        if self.begun:
            await self._service.push_frame(LLMFullResponseEndFrame())

    async def _speak(self, clause: str) -> None:
        if not self.begun:
            self.begun = True
            await self._service.push_frame(LLMFullResponseStartFrame())
        self._on_clause(clause)
        words = speakable(clause, hour_12=self._service.hour_12)
        await self._service.push_frame(AggregatedTextFrame(words, TextType.SENTENCE))
