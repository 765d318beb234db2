"""The choice of the next token, within a grammar if there is one."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import llama_cpp.llama_cpp as lib
import numpy as np

from clara_edge.domain.errors import LanguageModelError

if TYPE_CHECKING:
    from .native import Native

_TOP_K = 40
_TOP_P = 0.95
_MIN_P = 0.05
# struct llama_token_data
_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
_ROOT = b"root"


class Sampler:
    """Chooses tokens for one answer.

    llama.cpp ends the process when a grammar is given a token that it does not allow, so
    every token is tried before the grammar takes it.
    """

    def __init__(
        self, native: Native, temperature: float, grammar: str | None, seed: int
    ) -> None:
        """Make it.

        Raises:
            LanguageModelError: llama.cpp cannot read the grammar.
        """
        self._native = native
        self._candidates = np.zeros(native.vocab_size, _CANDIDATE)
        self._grammar: Any = None
        if grammar is not None:
            self._grammar = lib.llama_sampler_init_grammar(
                native.vocab, grammar.encode(), _ROOT
            )
            if not self._grammar:
                raise LanguageModelError("llama.cpp cannot read the grammar")
        self._chain = _chain(temperature, seed)

    def choose(self) -> int | None:
        """Return the next token; None when the grammar allows none at all."""
        logits = self._native.logits()
        token = self._chosen(logits)
        if self._grammar is not None and not self._allowed(token):
            within = self._chosen_within(logits)
            if within is None:
                return None
            token = within
        if not self._native.ends(token):
            lib.llama_sampler_accept(self._chain, token)
            if self._grammar is not None:
                lib.llama_sampler_accept(self._grammar, token)
        return token

    def close(self) -> None:
        """Release it. Idempotent."""
        for sampler in (self._chain, self._grammar):
            if sampler:
                lib.llama_sampler_free(sampler)
        self._chain = self._grammar = None

    def _chosen(self, logits: Any) -> int:
        self._fill(logits)
        found = self._apply(self._chain, self._candidates)
        return int(found.data[found.selected].id)

    def _chosen_within(self, logits: Any) -> int | None:
        """Choose among the tokens that the grammar allows: slower, as it tries them all."""
        self._fill(logits)
        self._apply(self._grammar, self._candidates)
        if np.isneginf(self._candidates["logit"]).all():
            return None
        found = self._apply(self._chain, self._candidates)
        token = int(found.data[found.selected].id)
        return token if self._allowed(token) else None

    def _allowed(self, token: int) -> bool:
        one = np.array([(token, 1.0, 0.0)], _CANDIDATE)
        self._apply(self._grammar, one)
        return bool(one["logit"][0] > -np.inf)

    def _fill(self, logits: Any) -> None:
        self._candidates["id"] = np.arange(len(logits), dtype=np.int32)
        self._candidates["logit"] = logits
        self._candidates["p"] = 0.0

    @staticmethod
    def _apply(sampler: Any, candidates: Any) -> Any:
        pointer = candidates.ctypes.data_as(ctypes.POINTER(lib.llama_token_data))
        found = lib.llama_token_data_array(
            data=pointer, size=len(candidates), selected=-1, sorted=False
        )
        lib.llama_sampler_apply(sampler, ctypes.byref(found))
        return found


def _chain(temperature: float, seed: int) -> Any:
    chain = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
    if temperature <= 0.0:
        links = [lib.llama_sampler_init_greedy()]
    else:
        links = [
            lib.llama_sampler_init_top_k(_TOP_K),
            lib.llama_sampler_init_top_p(_TOP_P, 1),
            lib.llama_sampler_init_min_p(_MIN_P, 1),
            lib.llama_sampler_init_temp(temperature),
            lib.llama_sampler_init_dist(seed),
        ]
    for link in links:
        lib.llama_sampler_chain_add(chain, link)
    return chain
