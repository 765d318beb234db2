"""The tables of docs/replies.md; `python -m tests.docs.replies_table` writes them."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from itertools import product
from zoneinfo import ZoneInfo

from clara_edge.config.schema import Replies
from clara_edge.dialogue.replies import clock_wording, device_wording
from clara_edge.dialogue.replies.speaker import Speaker
from clara_edge.domain.due import Due
from clara_edge.domain.spoken import speakable
from tests.docs.pages import REPO

PAGE = REPO / "docs/replies.md"
ZONE = "Europe/Berlin"
NOW = datetime(2026, 11, 24, 13, 7, tzinfo=ZoneInfo(ZONE))
STYLES = ("brief", "conversational", "formal")
TITLES = ("Milk", "Eggs", "Bread")
_BLOCK = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def near(speaker):
    return speaker.due(Due(date(2026, 11, 27), time(14, 30), ZONE))


def far(speaker):
    return speaker.due(Due(date(2026, 12, 1), time(14, 30), ZONE))


def tomorrow(speaker):
    return speaker.due(date(2026, 11, 25))


def weekly(speaker):
    return speaker.repeat(
        "FREQ=WEEKLY;BYDAY=FR", datetime(2026, 11, 27, 9, tzinfo=NOW.tzinfo)
    )


def listed(speaker):
    return speaker.chunk(TITLES, 12, place="on your shopping list")


def clock(speaker):
    return clock_wording.time_now(speaker).spoken


def louder(speaker):
    return device_wording.volume_set(0.65, speaker).spoken


def quiet(speaker):
    return device_wording.quiet(datetime(2026, 11, 24, 17, tzinfo=NOW.tzinfo), speaker)


TURNS = {
    "due on Friday": near,
    "due next Tuesday": far,
    "due tomorrow": tomorrow,
    "every Friday": weekly,
    "a list of twelve": listed,
    "what time is it": clock,
    "louder": louder,
    "no reminders until 5": lambda speaker: quiet(speaker).spoken,
}


def speakers():
    for style, hours in product(STYLES, ("12", "24")):
        yield style, hours, Speaker(Replies(style=style, clock=hours), 0, NOW)


def styles_table():
    lines = ["| | brief | conversational | formal |", "|---|---|---|---|"]
    for name, say in TURNS.items():
        for hours in ("12", "24"):
            cells = [say(s) for _, h, s in speakers() if h == hours]
            lines.append(f"| {name}, {hours} h | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def screen_table():
    lines = ["| | spoken, 12 h | screen, 12 h | spoken, 24 h | screen, 24 h |"]
    lines.append("|---|---|---|---|---|")
    moments = (
        ("a time", Due(date(2026, 12, 1), time(14, 30), ZONE)),
        ("a day", date(2026, 11, 27)),
        ("another year", date(2027, 12, 1)),
    )
    twelve, twenty_four = (
        Speaker(Replies(clock=hours), 0, NOW) for hours in ("12", "24")
    )
    for name, moment in moments:
        cells = [
            text
            for s, is_12 in ((twelve, True), (twenty_four, False))
            for text in (speakable(s.due(moment), hour_12=is_12), s.due_shown(moment))
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


TABLES = {"styles": styles_table, "screen": screen_table}


def renewed(text):
    return _BLOCK.sub(lambda m: f"{m[1]}{TABLES[m[2]]()}{m[3]}", text)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
