"""The phrases that the rule engine knows.

In every pattern a blank stands for any white space or punctuation, because a recogniser
puts commas and full stops where a person only breathes ("Add, buy milk").
"""

from __future__ import annotations

import re

from clara_edge.domain.intents import Intent

_GAP = r"[\s,.:;!?]+"


def rule(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of this module."""
    return re.compile(pattern.replace(" ", _GAP), re.IGNORECASE)


def _phrases(joined: str) -> frozenset[str]:
    return frozenset(joined.split("|"))


STOP = _phrases(
    "stop|stop it|stop that|stop talking|stop listening|cancel|never mind|"
    "nevermind|forget it|be quiet|quiet|shut up|silence|hush|enough|"
    "that's enough|that is enough|that's all|that is all|that's it|"
    "that will be all|go away|go to sleep|abort|bye|goodbye|good night|"
    "thanks|thank you|thank you very much"
)
YES = _phrases(
    "yes|yeah|yep|yup|sure|of course|ok|okay|more|go on|go ahead|continue|"
    "keep going|next|read more|the rest|and then|what else|anything else"
)
NO = _phrases("no|nope|nah|no more|not now|no thanks|no thank you|nothing")
UNDO = _phrases(
    "undo|undo that|undo it|undo this|undo the last one|undo the last thing|"
    "undo the last change|undo my last change|take that back|take it back|"
    "i take that back|take back the last one|reverse that|revert that|scratch that|"
    # what Moonshine tiny makes of "undo" in several of the test voices
    "and do that|please and do that|and do the last change|then do the last change"
)
REDO = _phrases(
    "redo|redo that|redo it|redo this|redo the last one|redo the last change|"
    "do that again|do it again|undo the undo|undo that undo"
)
SUGGEST = _phrases(
    "any suggestions|any suggestion|any ideas|suggestions|do you have any suggestions|"
    "do you have a suggestion|have you any suggestions|have you got any suggestions|"
    "what do you suggest|what would you suggest|suggest something|make a suggestion|"
    "give me a suggestion|what should i do next|what shall i do next|what's next|"
    "what is next|anything i forgot|anything i've forgotten|did i forget anything|"
    "have i forgotten anything|is there anything i forgot|what did i forget|"
    "what have i forgotten|am i forgetting anything|what am i forgetting"
)
# after a suggestion these ask for another one, and do not accept it
ANOTHER = _phrases(
    "more|read more|next|next one|the next one|another|another one|something else|"
    "what else|anything else|the rest|and then"
)

REPEAT = _phrases(
    "repeat|repeat that|repeat it|repeat the last one|say that again|say it again|"
    "say again|come again|once again|pardon|pardon me|excuse me|sorry|what|"
    "what was that|what did you say|what did you just say|i didn't hear you|"
    "i didn't hear that|i did not hear you|i didn't catch that|one more time"
)
HELP = _phrases(
    "help|help me|what can you do|what can i say|what can i ask|what can i ask you|"
    "what do you do|what can you help me with|what can you help with|"
    "how do you work|what are you able to do|what commands are there"
)
_MUTE = _phrases(
    "mute|mute yourself|mute the microphone|mute the mic|microphone off|"
    "turn off the microphone|turn the microphone off"
)
_UNMUTE = _phrases(
    "unmute|unmute yourself|unmute the microphone|microphone on|turn on the microphone|"
    "turn the microphone on|turn the microphone back on|start listening|"
    "start listening again"
)
_QUIET = _phrases(
    "do not disturb|don't disturb me|do not disturb me|turn on do not disturb|quiet mode"
)
_LOUD = _phrases(
    "turn off do not disturb|you may disturb me again|quiet mode off|turn off quiet mode|"
    "you can disturb me again"
)
_SELFTEST = _phrases("run a self test|run a selftest|self test|selftest|check yourself")
_SNOOZE = _phrases("snooze|snooze it|snooze that")
SWITCHES: dict[str, tuple[Intent, str]] = {
    phrase: (intent, variant)
    for phrases, intent, variant in (
        (_MUTE, Intent.SESSION_MUTE, ""),
        (_UNMUTE, Intent.SESSION_MUTE, "off"),
        (_QUIET, Intent.SESSION_QUIET, ""),
        (_LOUD, Intent.SESSION_QUIET, "off"),
        (_SELFTEST, Intent.SESSION_SELFTEST, ""),
        (_SNOOZE, Intent.ALARM_SNOOZE, ""),
    )
    for phrase in phrases
}
LEVEL = re.compile(
    r"(?:turn|make) (?:it|that|yourself|the volume) (?P<level>up|down|louder|quieter|softer)"
    r"|(?:volume|speak|talk|a (?:bit|little)) ?(?P<bare>up|down|louder|quieter|softer)"
    r"|(?P<word>louder|quieter|softer)"
)

# closed phrases that begin longer ones as often: "no, I meant Thursday"
CONTROL_MAY_GO_ON = _phrases(
    "what|sorry|excuse me|repeat|no|help|mute|snooze|more|next|and then|quiet|okay|ok|"
    "do that again|do it again|cancel|help me|start listening|continue|silence|no more|"
    "keep going|snooze it|snooze that"
)

LEAD = rule(
    r"(?:(?:hey|hi|hello|ok|okay) (?:jarvis|clara)|jarvis|clara|please|kindly"
    r"|(?:could|can|would|will) you|i(?:'d| would) like (?:you )?to|i want you to"
    r"|um+|uh+|er+|so|well|also|and|just|okay|ok|yes|yeah|no) "
)
TRAIL = rule(r" (?:please|thanks|thank you|jarvis|clara|for me please)$")

# A name of at most five words that cannot swallow another place ("to the bank to my …").
_WORD = r"(?!(?:my|the|our|your|a|an|to|on|onto|in|into|under|do)\b)[^\s,.:;!?]+"
_NAME = rf"(?P<project>{_WORD}(?: {_WORD}){{0,4}}?)"
_NAME_SHORT = rf"(?P<project>{_WORD}(?: {_WORD}){{0,2}}?)"
_OWNER = r"(?:(?:all (?:of )?)?(?:my|the|our|your)|all)"
_TODO = r"to-?dos?|to do|todos?"
_KIND = rf"(?P<kind>(?:{_TODO}) lists?|{_TODO}|tasks?|list|project)"
PLACE = (
    r"(?:to|on|onto|in|into|under|at)(?: (?:my|the|our|your|a|a new|new))?"
    rf" (?:{_NAME} )?{_KIND}"
)
GENERIC_NAMES = _phrases(
    "to-do|todo|to do|to-dos|todos|task|tasks|main|default|general|open|new"
)
PLACE_LAST = rule(rf"(?:(?P<title>.*) )?{PLACE}$")
PLACE_FIRST = rule(rf"{PLACE}(?: (?P<title>.*))?$")
PLACE_THEN_ADD = rule(rf"{PLACE} (?:add|put|write) (?P<title>.*)$")
CALLED = rule(r"(?:called|named|titled|saying|that says|which says|to|for|about) ")

_ITEM = rf"(?:task|{_TODO}|item|reminder|entry|note)(?: item)?"
_A = r"(?:(?:a|an|the|another|one|one more|my) )?(?:new )?"

# (start of the utterance, an item noun was said, a place must be named)
CREATE: tuple[tuple[re.Pattern[str], bool, bool], ...] = (
    (
        rule(
            rf"(?:(?:add|create|make|set(?: up)?|put|enter|record|write|start) {_A}"
            rf"|new ){_ITEM}(?: |$)"
        ),
        True,
        False,
    ),
    (rule(r"remind me(?: (?:to|about|of|that)(?: |$)|$)"), False, False),
    (
        rule(r"(?:don't|do not) let me forget(?: (?:to|about|that))?(?: |$)"),
        False,
        False,
    ),
    (rule(r"(?:don't|do not) forget(?: (?:to|about))?(?: |$)"), False, False),
    (
        rule(
            r"make sure(?: that)? i (?:remember|don't forget|do not forget) to(?: |$)"
        ),
        False,
        False,
    ),
    (
        # "I need to know the weather" wants an answer, not a task
        rule(
            r"(?:i|we)(?:'ve)?(?: still)? (?:need|have|have got|got) to"
            r"(?: (?!(?:know|hear|see|set|wake|create|make an?) )|$)"
        ),
        False,
        False,
    ),
    (rule(r"remember (?:to|that)(?: |$)"), False, False),
    (
        rule(r"(?:note|write|jot)(?: this)? down(?: (?:that|to|this))?(?: |$)"),
        False,
        False,
    ),
    (rule(r"add(?: |$)"), False, False),
    (rule(r"(?:put|write|stick|place|note) "), False, True),
)
# the time goes behind the deed, nothing is lost: "call Ann tomorrow at nine"
REMIND_WHEN = rule(
    r"remind me (?P<when>(?:tomorrow|today|tonight|on|at|in|next|this|every|later"
    r"|after|before|\w+day)\b.*?) to (?P<title>.+)$"
)
PLACEHOLDERS = _phrases(
    "something|anything|something else|a thing|it|this|that|one|one more|"
    "another|another one|an item|this item|that item|the item|this task|items|stuff|some things|things"
)
# lists and devices that are not Clara's
_FOREIGN = r"(?:play-?list|calendar|timer|alarm|stopwatch|cart|basket|queue|station|contact|favou?rite)"
FOREIGN = rule(
    rf".* (?:to|on|in|from)(?: (?:my|the|our|a))?(?: [^\s]+)? {_FOREIGN}s?$"
    rf"|add (?:(?:an?|another|one more|new|extra) )*{_FOREIGN}\b(?! {_A}(?:task|list))"
    r"|add (?:an?|[0-9]+|[^\s]+) (?:more )?(?:second|minute|hour)s?\b"
)

# these are about a reminder that is there, however much they begin like a new one
OF_KNOWN = rule(
    r".*\b(?:to|on) (?:the|my|that) (?:[^\s]+ ){0,3}?(?:reminder|alert|alarm)s?\b"
    r"|.*\b(?:need|have|got|want) to (?:cancel|delete|remove|change|update|move|reschedule|view|see"
    r"|check) (?:[^\s]+ ){0,5}?(?:reminder|alert|alarm)s?\b"
)

_OPEN = r"(?:open|remaining|pending|outstanding|unfinished|current)"
_THINGS = rf"(?P<kind>(?:{_TODO}) lists?|{_TODO}|tasks?|list|project|items?|things)"
_SCOPE = rf"(?:{_OWNER} )?(?:{_OPEN} )?(?:{_NAME_SHORT} )?(?:{_OPEN} )?{_THINGS}"
_PLAIN_THINGS = rf"(?:{_OPEN} )?(?:tasks|items|things|{_TODO}|reminders)"
_WHAT_IS = r"(?:what's|whats|what is|what are|what else is|is there anything|anything)"
_TELL = r"(?:tell me|read me|show me|read|list|say)"
_TAIL = r"(?: (?:to me|right now|now|at the moment|currently|still|again))?$"
_DO_I_HAVE = r"(?:do i (?:still )?have|have i (?:still )?got|are there|are)"

QUERY: tuple[re.Pattern[str], ...] = (
    rule(
        rf"(?:{_TELL} )?(?:{_WHAT_IS}|what do i have|what have i got|do i have anything)"
        rf"(?: still)?(?: left)? (?:on|in|under|for) {_SCOPE}{_TAIL}"
    ),
    rule(
        rf"(?:{_TELL} )?what (?:do i|have i|should i|must i|am i)(?: still)?"
        rf"(?: (?:have|need|got|supposed))?(?: to)? (?:do|get done){_TAIL}"
    ),
    rule(rf"(?:{_TELL} )?(?:what's|whats|what is)(?: there)? (?:left )?to do{_TAIL}"),
    rule(rf"(?:what's|whats|what is) left(?: to do)?{_TAIL}"),
    rule(rf"(?:do i have|have i got|is there) anything(?: left)? to do{_TAIL}"),
    rule(rf"(?:do i have|have i got|are there) any {_PLAIN_THINGS}(?: left)?{_TAIL}"),
    rule(
        r"(?:read|list|show|tell|give|display|check|go through|what are|what is|what's"
        r"|(?:can|could|let) (?:i|me) (?:see|hear|check))"
        rf"(?: (?:me|us|out|back|off|through))* {_SCOPE}{_TAIL}"
    ),
    rule(
        rf"(?:what|which) {_PLAIN_THINGS} {_DO_I_HAVE}(?: (?:left|{_OPEN}|there))?"
        rf"(?: (?:on|in|under) {_SCOPE})?{_TAIL}"
    ),
    rule(rf"{_OWNER} (?:{_OPEN} )?(?:{_NAME_SHORT} )?{_THINGS}$"),
)
COUNT: tuple[re.Pattern[str], ...] = (
    rule(
        rf"how many (?:{_OPEN} )?{_NAME_SHORT} (?P<kind>tasks|items|things|{_TODO})"
        rf"(?: {_DO_I_HAVE}(?: (?:left|{_OPEN}|to do))?)?{_TAIL}"
    ),
    rule(
        rf"how many {_PLAIN_THINGS}(?: {_DO_I_HAVE})?(?: (?:left|{_OPEN}|to do))?"
        rf"(?: (?:on|in|under) {_SCOPE})?{_TAIL}"
    ),
    rule(rf"count {_SCOPE}{_TAIL}"),
)

# these are whole already, but most often more follows ("… to-do list", "… are open")
MAY_GO_ON = rule(
    rf"how many (?:[^\s]+ )*?(?:tasks|items|things)(?: are)?$|.*\b(?:my|the) (?:{_TODO})$"
)
# an utterance that ends in one of these goes on
DANGLING = _phrases(
    "a|an|the|my|our|your|to|on|onto|in|into|under|of|for|at|by|"
    "with|from|and|or|about|called|named|titled|me|i|i'd|we|you|"
    "that|is|are|what|what's|how|many|which|do|does|let|forget|"
    "remind|don't|need|have|could|can|would|will|please|add|put|"
    "create|make|new|read|list|show|tell|give|set"
)
