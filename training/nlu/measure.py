"""`python -m training.nlu.measure`: what the network that Clara ships makes of the corpora.

It runs in Clara's own environment; only training needs PyTorch.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from clara_edge.engines.nlu.learned.engine import FILE
from clara_edge.engines.nlu.learned.network import Network
from training.nlu import dataset
from training.nlu.corpora import topv2
from training.nlu.evaluate import evaluate
from training.nlu.report import report

_WRONG_SHOWN = 6


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="python -m training.nlu.measure", description=__doc__
    )
    test_data = Path(os.environ.get("CLARA_TEST_DATA", "../shared"))
    parser.add_argument("--data", type=Path, default=test_data / "nlu", help="corpora")
    parser.add_argument("--network", type=Path, default=FILE, help="another file")
    parser.add_argument(
        "--wrong",
        type=int,
        default=_WRONG_SHOWN,
        help="confusions of each part to list",
    )
    args = parser.parse_args()
    titles = dataset.titles_of(topv2.read(args.data / "topv2", "reminder", "eval"))
    evaluation = evaluate(Network(args.network), args.data, titles)
    print(report(evaluation, wrong=args.wrong))  # noqa: T201 - what the command is for


if __name__ == "__main__":
    main()
