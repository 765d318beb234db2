"""Tasks, projects and reminders."""

from __future__ import annotations

from clara_edge.domain.intents import Intent

from .parts import IntentSpec, Slot, SlotKind, Variant

_TARGET = Slot(SlotKind.TITLE, "words that name the task", role="target")
_WHEN = Slot(SlotKind.WHEN, "when it is due")
_OLD_WHEN = Slot(SlotKind.WHEN, "when the task that is meant is due")
_REPEAT = Slot(SlotKind.REPEAT, "how it recurs")
_PERSON = Slot(SlotKind.PERSON, "who is reminded, or whose it is")
_PROJECT = Slot(SlotKind.PROJECT, "the list or project")
_TAG = Slot(SlotKind.TAG, "a tag")
_PRIORITY = Slot(SlotKind.PRIORITY, "how much it matters")
_ORDINAL = Slot(SlotKind.ORDINAL, "which of several: the last, the second")
_AMOUNT = Slot(SlotKind.AMOUNT, "how many: all, three")
_WHICH = (
    _TARGET,
    _OLD_WHEN,
    _REPEAT,
    _PERSON,
    _PROJECT,
    _TAG,
    _PRIORITY,
    _ORDINAL,
    _AMOUNT,
)

TASKS = (
    IntentSpec(
        Intent.TASK_CREATE,
        "Add a task or a reminder",
        (
            "remind {person: me} to {title: call the dentist} {when: on Tuesday at half past two}",
            "add {title: milk} to my {project: shopping} list",
            "add {title: milk}, {title: eggs} and {title: bread} to the {project: shopping} list",
            "I need to {title: renew my passport} {when: by the end of March}, it's {priority: urgent}",
            "remind {person: me} {repeat: every other Wednesday night at 8} to {title: put the bins out}",
            "new task {title: write the report} for {project: work} tagged {tag: office}",
            "don't let {person: me} forget to {title: water the plants} {when: this weekend}",
        ),
        (
            Slot(SlotKind.TITLE, "what is to be done", required=True),
            _WHEN,
            _REPEAT,
            _PERSON,
            _PROJECT,
            _TAG,
            _PRIORITY,
            Slot(SlotKind.DURATION, "how long it will take"),
            _ORDINAL,
            _AMOUNT,
        ),
    ),
    IntentSpec(
        Intent.TASK_QUERY,
        "Ask what there is to do",
        (
            "what do {person: I} have to do {when: tomorrow}",
            "what's on my {project: shopping} list",
            "show {amount: all} {priority: urgent} tasks",
            "do {person: I} have to {title: call mum} {when: this week}",
            "what's tagged {tag: errands}",
            "what is overdue",
        ),
        _WHICH,
        (
            Variant(
                "count",
                "how many there are",
                (
                    "how many tasks do {person: I} have {when: today}",
                    "how many things are on the {project: shopping} list",
                ),
            ),
            Variant(
                "when",
                "when one is due",
                (
                    "when do {person: I} have to {title: pay the rent}",
                    "what time is {person: my} {title: dentist} reminder",
                ),
            ),
            Variant(
                "where",
                "where one takes place",
                ("where is {person: my} {title: dentist appointment} reminder for",),
            ),
        ),
    ),
    IntentSpec(
        Intent.TASK_COMPLETE,
        "Tick a task off",
        (
            "I've {title: called the dentist}",
            "mark {title: buy milk} as done",
            "tick off {title: the laundry}",
            "I'm done with {title: the report}",
            "check {title: eggs} off my {project: shopping} list",
            "mark {amount: all} of {when: today}'s tasks as done",
        ),
        _WHICH,
    ),
    IntentSpec(
        Intent.TASK_REOPEN,
        "Put a finished task back on the list",
        (
            "reopen {title: the report}",
            "mark {title: laundry} as not done",
            "I haven't actually {title: paid the rent}",
            "put {title: call the bank} back on my list",
        ),
        _WHICH,
    ),
    IntentSpec(
        Intent.TASK_UPDATE,
        "Change a task",
        (
            "make {title: the report} {priority: urgent}",
            "move {title: milk} to the {new_project: party} list",
            "tag {title: buy nails} with {tag: hardware store}",
            "change {person: my} reminder to {title: run} to {new_repeat: every Monday}",
            "{title: the tax return} is {priority: really important}",
            "add {new_person: Ann} to the {title: party} reminder",
        ),
        (
            *_WHICH,
            Slot(SlotKind.NEW_TITLE, "its new title"),
            Slot(SlotKind.NEW_WHEN, "its new due date"),
            Slot(SlotKind.NEW_REPEAT, "its new recurrence"),
            Slot(SlotKind.NEW_PERSON, "who is reminded from now on"),
            Slot(SlotKind.NEW_PROJECT, "the list it moves to"),
        ),
        (
            Variant(
                "when",
                "its date or time",
                (
                    "move {title: the dentist} {new_when: to Friday at ten}",
                    "push {title: the report} back {new_when: to next week}",
                    "postpone {when: today}'s {title: laundry} {new_when: until tomorrow}",
                ),
            ),
            Variant(
                "title",
                "its words",
                (
                    "rename {title: call Bob} to {new_title: call Rob}",
                    "change {title: buy milk} to {new_title: buy oat milk}",
                ),
            ),
        ),
    ),
    IntentSpec(
        Intent.TASK_DELETE,
        "Delete tasks",
        (
            "delete {title: the dentist}",
            "remove {title: milk} from my {project: shopping} list",
            "cancel {person: my} reminder to {title: call Ann} {when: tomorrow}",
            "delete {amount: all} reminders {when: for today}",
            "clear the {project: shopping} list",
        ),
        _WHICH,
    ),
    IntentSpec(
        Intent.TASK_BREAKDOWN,
        "Split a task into steps",
        (
            "break down {title: plan the birthday party}",
            "split {title: move house} into smaller steps",
            "help me plan {title: the kitchen renovation}",
            "what are the steps to {title: file my taxes}",
        ),
        (_TARGET, _PROJECT),
    ),
    IntentSpec(
        Intent.TASK_SUGGEST,
        "Ask what to do next",
        (
            "what should I do next",
            "any suggestions {when: for this afternoon}",
            "what should I start with",
            "did I forget anything",
            "I have {duration: half an hour}, what can I do",
        ),
        (
            Slot(SlotKind.WHEN, "for when"),
            Slot(SlotKind.DURATION, "how much time there is"),
            _PROJECT,
        ),
    ),
    IntentSpec(
        Intent.PROJECT_CREATE,
        "Start a list or project",
        (
            "create a list called {project: holiday}",
            "start a new project {project: kitchen renovation}",
            "make a {project: packing} list",
        ),
        (Slot(SlotKind.PROJECT, "its name", required=True), _TAG, _PRIORITY),
    ),
    IntentSpec(
        Intent.PROJECT_QUERY,
        "Ask which lists and projects there are",
        (
            "what lists do I have",
            "list my projects",
            "how is the {project: kitchen} project going",
        ),
        (_PROJECT, _AMOUNT),
    ),
    IntentSpec(
        Intent.REMINDER_SNOOZE,
        "Be reminded again later",
        (
            "remind {person: me} again {when: in ten minutes}",
            "snooze that reminder for {duration: half an hour}",
            "not now, {when: tomorrow morning}",
            "postpone that reminder {when: until tomorrow}",
        ),
        (
            Slot(SlotKind.WHEN, "when to remind again"),
            Slot(SlotKind.DURATION, "for how long"),
            _TARGET,
            _PERSON,
        ),
    ),
    IntentSpec(
        Intent.REMINDER_ACKNOWLEDGE,
        "Let a reminder rest without finishing its task",
        ("got it", "okay, I heard you", "dismiss the reminder", "I know, thanks"),
        (_TARGET,),
    ),
)
