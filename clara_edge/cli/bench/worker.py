"""The child's side of report.run_worker."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from clara_edge.domain.errors import ClaraError

if TYPE_CHECKING:
    from collections.abc import Callable


def answer_request(run: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """Answer the request on the command line with one line of JSON; return the exit status.

    Libraries write to standard output too, so the answer goes to a copy of it.
    """
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        result = run(json.loads(sys.argv[1]))
    except ClaraError as error:
        result = {"error": str(error)}
    with answer:
        print(json.dumps(result), file=answer)
    return 0
