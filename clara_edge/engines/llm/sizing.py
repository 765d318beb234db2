"""How much of this machine a chat model may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clara_edge.domain.errors import LanguageModelError

if TYPE_CHECKING:
    from .gguf import GgufFacts

# More threads than this only fight over memory bandwidth (4 cores on a Pi).
_THREADS_MAX = 4
# The longest prompt of Clara's is the list of calls, about 1,500 tokens of common models.
_CONTEXT_LEAST, _CONTEXT_MOST = 2_048, 4_096
_CONTEXT_SHARE = 0.1
"""Of all memory, for keys and values."""
_MODEL_SHARE = 0.75
"""Of all memory, for the weights: what is left runs speech and the system."""
_FREE_SHARE, _FREE_LEAST_MIB = 0.06, 120
# Linux PSI: all tasks waited for memory in this share of the last ten seconds.
_STALLED_PERCENT = 10.0
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Fit:
    """What a model gets."""

    threads: int
    context_tokens: int


def fit(facts: GgufFacts, cores: int, memory_mib: int) -> Fit:
    """Return threads and context for a machine: one core is left for sound.

    Raises:
        LanguageModelError: the model is too large for this memory.
    """
    weights_mib = facts.size_bytes // _MIB
    if weights_mib > memory_mib * _MODEL_SHARE:
        raise LanguageModelError(
            f"the chat model has {weights_mib} MiB and this machine {memory_mib} MiB of memory",
            remedy="install a smaller one: clara models list",
        )
    room = int(memory_mib * _MIB * _CONTEXT_SHARE) // facts.context_token_bytes
    tokens = max(_CONTEXT_LEAST, min(room, _CONTEXT_MOST))
    return Fit(
        threads=max(1, min(cores - 1, _THREADS_MAX)),
        context_tokens=min(tokens, facts.trained_context),
    )


def must_give_back(
    available_mib: float, memory_mib: float, stalled_percent: float
) -> bool:
    """Tell whether an unused model must leave memory to others."""
    least = max(_FREE_LEAST_MIB, memory_mib * _FREE_SHARE)
    return available_mib < least or stalled_percent >= _STALLED_PERCENT
