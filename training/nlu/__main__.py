"""`python -m training.nlu`: train, calibrate, export and evaluate the learned parser."""

from __future__ import annotations

import argparse
import json
import logging
import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

# before onnxruntime is imported: it would send telemetry
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import torch

from clara_edge.engines.nlu.learned.network import Network
from training.nlu import dataset
from training.nlu.calibrate import bars, temperatures
from training.nlu.card import card
from training.nlu.committee import MEMBERS, train
from training.nlu.corpora import topv2
from training.nlu.evaluate import evaluate, frame_right
from training.nlu.export import export
from training.nlu.fit import Plan, frame_accuracy
from training.nlu.model import Sizes
from training.nlu.report import report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.nlu.sentence import Sentence

_LOGGER = logging.getLogger("training.nlu")


def main() -> None:
    """Run the command."""
    args = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    path: Path = args.out / "parser.onnx"
    titles = dataset.titles_of(topv2.read(args.data / "topv2", "reminder", "eval"))
    if not args.evaluate_only:
        _train(args, path)
    network = Network(path)
    evaluation = evaluate(network, args.data, titles)
    text = report(evaluation)
    (args.out / "evaluation.md").write_text(text, encoding="utf-8")
    about = json.loads((args.out / "run.json").read_text(encoding="utf-8"))
    (args.out / "card.md").write_text(card(about, evaluation), encoding="utf-8")
    print(text)  # noqa: T201 - what the command is for


def _train(args: argparse.Namespace, path: Path) -> None:
    began = time.monotonic()
    load = partial(
        dataset.load, args.data, args.seed, share=args.share, hold_out=args.hold_out
    )
    data = load()
    _LOGGER.info("%d sentences, %d networks", len(data.train), args.members)
    plan = Plan(epochs=args.epochs, seed=args.seed)
    committee = train(load, plan, Sizes(), args.members, args.out)
    weights = sum(p.numel() for p in committee.parser.parameters())
    accuracy = frame_accuracy(committee, data.held_back)
    found = temperatures(committee, data.held_back)
    export(committee, found, bars(committee, data.held_back, found), path)
    about = {
        "seed": args.seed,
        "members": args.members,
        "epochs": args.epochs,
        "share": args.share,
        "held_out": sorted(args.hold_out),
        "sentences": len(data.train),
        "weights": weights,
        "held_back_frames": round(accuracy, 4),
        "held_back_frames_in_8_bits": round(_frame_accuracy(path, data.held_back), 4),
        "temperatures": [round(t, 3) for t in found],
        "seconds": round(time.monotonic() - began),
        "bytes": path.stat().st_size,
    }
    (args.out / "run.json").write_text(json.dumps(about, indent=2), encoding="utf-8")
    _LOGGER.info("wrote %s: %s", path, about)


def _frame_accuracy(path: Path, sentences: Sequence[Sentence]) -> float:
    """Return what the exported file reaches, to see what 8 bits cost."""
    network = Network(path)
    return sum(frame_right(s, network.read(s.words)) for s in sentences) / len(
        sentences
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.nlu", description=__doc__)
    test_data = Path(os.environ.get("CLARA_TEST_DATA", "../shared"))
    parser.add_argument("--data", type=Path, default=test_data / "nlu", help="corpora")
    parser.add_argument("--out", type=Path, default=Path("build/nlu"), help="results")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument(
        "--members", type=int, default=MEMBERS, help="networks that are averaged"
    )
    parser.add_argument(
        "--share", type=float, default=1.0, help="part of the data, for a quick try"
    )
    parser.add_argument(
        "--hold-out", nargs="*", default=[], help="topics not to learn from"
    )
    parser.add_argument("--evaluate-only", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
