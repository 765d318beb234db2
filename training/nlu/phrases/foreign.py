"""What assistants do and Clara does not, by topic: near misses of Clara's own verbs.

Most of a wrong act's risk lies here: "stop the music" must not silence an alarm. Each
topic's things are put behind every verb that Clara knows.
"""

FOREIGN = """
foreign:
  [stop|pause|resume|cancel|restart|start|turn off|turn on|end|mute|skip|repeat] [the|my|this|that|] <it>
  [delete|remove|clear|erase|add|create|set|change|update|move|rename] [the|my|a|this|that|] <it>
  [show|read|play|find|open|check|list|what's|where is|tell me about|get] [me|] [the|my|a|some|] <it>
  [what|which] <it> [is this|do I have|is next|are there|should I get]
  [is|are] [the|my|there a|there any] <it> [on|off|ready|near here|left|open|running]
  how [long|much|many|far] [is|are|for] [the|my|a|] <it>
  [set|turn|change] the <it> to <number>
  [add|put] [this|that|it] to [my|the] <it>
  when [is|does|will] [the|my|next] <it> [start|end|arrive|on|open|]
  [when|what time] [does|will|is] the <it> [close|open|start|on|end]
  <it> [please|now|today|near me|]
  what is [the|my] [next|last|best|current] <it>
  [snooze|silence|complete|finish|postpone|schedule] the <it>
  [any|are there] [new|] <it> [today|tomorrow|this weekend|]
  [call|text|message|ask|tell] [<who>|<first_name>] [about the <it>|]
"""

# topic: things of it, then whole sentences
TOPICS: dict[str, tuple[str, str]] = {
    "music": (
        (
            "music|song|songs|playlist|album|track|radio|station|podcast|audiobook|jazz"
            "|next song|band|artist|shuffle|movie|video|show|episode|film|game"
        ),
        """
  play [some|] [jazz|rock|classical music|Mozart|the Beatles|the radio|my workout playlist|a podcast|the next song|that again]
  [skip|next|previous] [song|track|this song]
  [add|put] this song [to|on] my [gym|party|workout|] playlist
  what song is [this|playing]
  [turn off|stop|pause] the [radio|music|song|playlist|podcast|tv]
  [loop|repeat] this [song|album]
""",
    ),
    "weather": (
        "weather|forecast|rain|temperature|snow|wind|storm|sunrise|sunset|humidity|sun|umbrella",
        """
  what's the weather [like|] [<when>|in <place>|]
  will it [rain|snow|be sunny|be cold|be windy] [<day>|in <place>|]
  do I need [an umbrella|a coat|sunscreen] [<day>|]
  how [hot|cold|warm|windy] is it [outside|going to be <day>|in <place>]
  is it [raining|snowing|sunny] [outside|in <place>|]
  when [does the sun|is] [rise|set|sunset|sunrise] [<day>|]
""",
    ),
    "navigation": (
        "traffic|route|directions|road|bus|train|subway|taxi|ride|uber|gas station|flight|map|parking|exit",
        """
  how long [does it take|will it take] to [get|drive|walk] to [work|<place>|the airport|home]
  [how's|what's] the traffic [to work|on the way home|in <place>|<day>]
  [navigate|take me|give me directions|drive] [to|home to|to the] [work|<place>|airport]
  what time should I leave [to be at|for] [work|the airport|school] [by <clock_time>|]
  when [is|does] the next [bus|train] [to <place>|]
  [order|book|call|get] [a|me a] [taxi|cab|uber|ride] [<when>|]
""",
    ),
    "messaging": (
        "message|messages|email|emails|call|calls|voicemail|chat|inbox|text|texts|notifications|contacts|group chat|photo|picture",
        """
  [send|write] [a|an|] [message|text|email] to <who> [saying <deed>|that I'm late|]
  [call|phone|ring|facetime] [<who>|the police|my office|the restaurant]
  [text|message|tell] <who> [that I'm on my way|I'll be late|to <deed>]
  [read|check|show] my [messages|emails|texts|voicemail]
  reply [to <who>|yes|that I agree]
  [did|has] <who> [call|text|email|reply] [me|]
  post [this|a picture|an update] [on|to] [Facebook|Twitter|Instagram]
""",
    ),
    "event": (
        "concerts|festival|restaurants|cinema|museum|bars|exhibition|shows|nightclub|theatre|matches|zoo",
        """
  what's [going on|happening] in [<place>|town] [<day>|]
  [find|are there any] [concerts|festivals|events|parties|things to do] [in <place>|near me] [<day>|]
  what movies are [playing|on] [<day>|near me]
  [book|reserve|get] [a table|tickets|two tickets] [for|at|to] [the concert|the Italian place|the show] [<when>|]
  where can I [go dancing|take the kids|see a play] [<day>|]
""",
    ),
    "home": (
        "lights|light|heating|thermostat|oven|door|tv|vacuum|fan|lamp|garage door|coffee machine|dishwasher|air conditioning|blinds|camera|washing machine|plug|socket|robot",
        """
  turn [on|off|up|down] the [lights|heating|tv|fan|lamp] [in the [kitchen|bedroom]|<when>|]
  [dim|brighten] the lights [in the bedroom|to <number> percent|]
  [lock|unlock|open|close] the [front door|garage door|blinds|window]
  set the [thermostat|heating|oven|temperature] to <number> [degrees|]
  [start|stop] the [vacuum|dishwasher|robot|coffee machine]
  make [me|] [a|some] coffee [<when>|]
""",
    ),
    "services": (
        "order|subscription|reservation|account|card|balance|bill|payment|package|pizza|delivery|hotel|rental car|insurance|loan|bank account|stock price|credit card|points|membership",
        """
  [order|get] [me|] [a pizza|some sushi|dinner|a new phone case|more coffee]
  [transfer|send] <number> dollars [to <who>|to my savings]
  [what's|check] my [account|bank|credit card] balance
  [track|where is] my [package|order|parcel]
  [freeze|cancel|block] my [card|account|order]
  [buy|sell] <number> shares of [Apple|Tesla|gold]
  book [a hotel|a flight|a car] [in|to] <place> [<when>|]
""",
    ),
    "knowledge": (
        "news|headlines|stocks|score|game score|recipe|translation|definition|sports results|price|election results|dollar|exchange rate|meaning|history",
        """
  [what's|read me|tell me] the [news|latest news|headlines] [today|about <place>|]
  how do you say [hello|thank you|good morning] in [Spanish|French|German|Japanese]
  [who|what] [won|was the score of] the [game|match|election] [last night|<day>|]
  [convert|what's] <number> [dollars|pounds|miles] [in|to] [euros|kilos|kilometres]
  [search|google|look up] [<thing>|the news|<first_name>|<place>]
  define [photosynthesis|serendipity|inflation]
""",
    ),
    "device": (
        "bluetooth|wifi|screen|language|accent|voice|phone|settings|update|app|ringtone|brightness|flashlight|meeting room",
        """
  [find|ring|where is] my [phone|keys|wallet]
  [change|set] your [language|name|voice|accent] [to Spanish|to <first_name>|]
  [connect|pair] [to|with] [my phone|the speaker|the wifi]
  [take|show] [a|my] [photo|picture|screenshot|selfie]
  [open|install|close] [the|] [browser|app|settings|camera]
  speak [faster|slower|in French|like a pirate]
  [add|set] a [song|contact|photo|ringtone] [to my favourites|]
""",
    ),
}
