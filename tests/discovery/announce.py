"""Announce the pages of a Clara, and tell on each line of input what is announced then."""

from __future__ import annotations

import json
import sys

from clara_edge.discovery.addresses import present_addresses
from clara_edge.discovery.announcer import Announcer
from clara_edge.discovery.changes import NetworkChanges


def main() -> None:
    """Run until the input ends or says so."""
    changes = NetworkChanges()
    ports = {"http": 8080, "https": 8443}
    announcer = Announcer(sys.argv[1], ports, changes.wake)
    for line in sys.stdin:
        if line.strip() == "close":
            announcer.close()
        else:
            if line.strip() == "wait":
                changes.wait(20)
            announcer.update(present_addresses())
        told = [announcer.host, list(announcer.announced), announcer.problem]
        sys.stdout.write(f"{json.dumps(told)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
