"""Makes sentences from rules, at random but repeatably."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from clara_edge.domain.schema import marked
from training.nlu.sentence import Sentence, tagged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_RULE = re.compile(r"<([a-z0-9_]+)>")


def rules_of(text: str) -> dict[str, tuple[str, ...]]:
    """Read rules: `name:` on a line of its own, then its alternatives indented.

    Raises:
        ValueError: two rules have one name.
    """
    rules: dict[str, list[str]] = {}
    name = ""
    for line in text.splitlines():
        if not line.strip():
            continue
        if line[0] != " ":
            name = line.strip().removesuffix(":")
            if name in rules:
                raise ValueError(f"two rules are called {name}")
            rules[name] = []
        else:
            rules[name].append(line.strip())
    return {name: tuple(lines) for name, lines in rules.items()}


class Generator:
    """Expands rules into sentences."""

    def __init__(self, rules: Mapping[str, Sequence[str]], rng: Random) -> None:
        self._rules = rules
        self._rng = rng

    def text(self, rule: str) -> str:
        """Return one expansion of a rule, its slots marked."""
        return self._expanded(self._rng.choice(self._rules[rule]))

    def sentence(self, rule: str, label: str, topic: str = "") -> Sentence:
        """Return one sentence of a rule."""
        example = marked(" ".join(self.text(rule).split()))
        words, tags = tagged(
            example.text, [(s.kind, s.start, s.end) for s in example.spans]
        )
        return Sentence(words, label, tags, f"made/{rule}", topic)

    def sentences(
        self, rule: str, label: str, count: int, topic: str = ""
    ) -> Iterator[Sentence]:
        """Yield up to `count` sentences that differ; small rules give fewer."""
        seen: set[tuple[str, ...]] = set()
        for _ in range(3 * count):
            made = self.sentence(rule, label, topic)
            if made.words and made.words not in seen:
                seen.add(made.words)
                yield made
            if len(seen) == count:
                return

    def _expanded(self, text: str) -> str:
        while match := _CHOICE.search(text):
            chosen = self._rng.choice(match[1].split("|"))
            text = text[: match.start()] + chosen + text[match.end() :]
        return _RULE.sub(lambda match: self.text(match[1]), text)
