"""What a file to import may hold; a hostile one must not take the device's memory."""

from __future__ import annotations

# a task with project, tag and date is 334 bytes of JSON, so these are 150,000 of them;
# reading 14 MB of JSON takes 190 MiB of memory
MAX_BYTES = 50_000_000
MAX_TASKS = 200_000
# longer than any text field; a CSV cell or a folded iCalendar line is one line here
MAX_LINE_CHARS = 200_000
# ancestors of a task, as the store has it
MAX_DEPTH = 50
MAX_REJECTIONS = 10_000
SHOWN_CHARS = 60
