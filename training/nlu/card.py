"""The model card: what the shipped file is, from what it was made, how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from training.nlu.report import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from training.nlu.evaluate import Evaluation

_CARD = """# Clara's parser

{members} networks of {weights:,} weights together ({bytes:,} bytes, 8-bit) that read a sentence said to Clara and give a label and the
words that fill its slots, as their mean; the labels are those of `clara_edge/domain/schema`. English. Letters and hashed words,
two bidirectional LSTM layers, a linear-chain CRF. Trained in {seconds} s from seed {seed}: {sentences:,} sentences
(rare labels repeated), at most {epochs} epochs; topics held out: {held_out}.

## Made from

- TOPv2, the training parts of reminder, alarm and timer: Xilun Chen, Asish Ghoshal, Yashar Mehdad, Luke Zettlemoyer,
  Sonal Gupta: Low-Resource Domain Adaptation for Compositional Task-Oriented Semantic Parsing, EMNLP 2020.
  CC BY-SA 4.0; the slots were flattened and renamed. This file and its weights are shared under the same licence.
- TOPv2, half of what is at hand of event, messaging, music, navigation and weather (by a checksum of the words), as
  text that Clara leaves alone.
- CLINC150, four fifths of each intent: Stefan Larson et al.: An Evaluation Dataset for Intent Classification and
  Out-of-Scope Prediction, EMNLP-IJCNLP 2019. CC BY 3.0; intents were mapped to Clara's.
- SLURP, the text of half of its development part (by a checksum of the words): Emanuele Bastianelli et al.: SLURP: A
  Spoken Language Understanding Resource Package, EMNLP 2020, CC BY 4.0; intents were mapped to Clara's.
- Sentences made from Clara's own rules, and sentences as Clara's recogniser heard synthetic voices say them.

Measured with other parts: the evaluation parts of TOPv2, the other halves, the rest of CLINC150 with its out-of-scope
part. Some of their sentences are in the training too, word for word, and the rules were written by people who had read
some of them: docs/nlu.md has the figures without the former.

## Not for

Languages other than English; more than 64 words; deciding alone: below its confidence Clara asks.

## Scores

{table}
"""


def card(about: Mapping[str, Any], evaluation: Evaluation) -> str:
    """Return the card of a run in Markdown."""
    facts = {**about, "held_out": ", ".join(about["held_out"]) or "none"}
    return _CARD.format(**facts, table=table(evaluation))
