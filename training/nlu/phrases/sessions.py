"""What people say to the device itself, to its clock, and in conversation."""

SESSIONS = """
say_clock_query:
  [what|what's the|tell me the|what is the|do you have the|do you know the] time [is it|it is|]
  what time is it [now|right now|please|]
  what time is it in {place: <place>}
  [what's|what is|tell me] the [current|local|] time in {place: <place>}
  [what's|what is|tell me] [today's|the] date [today|please|]
  what's the date {when: <day>}
  what [day|date] is [it|today|it today]
  what day is {when: [tomorrow|the <ordinal_day>|<month> <ordinal_day>|Christmas|the <ordinal_day> of <month>]}
  [which|what] [year|month|week|day of the week] is it
  [what|which] day of the week is {when: [<month> <ordinal_day>|the <ordinal_day>|Christmas|my birthday]}
  how [many|long] [days|] [until|till|is it until] {when: [Christmas|Easter|<weekday>|<month> <ordinal_day>|the weekend|New Year]}
  is it [Monday|Friday|the weekend|the <ordinal_day>] [today|tomorrow]
  [current time|the time|time|date|time please|today's date] [please|]
place:
  Tokyo
  London
  New York
  Paris
  Berlin
  Sydney
  India
  Kenya
  California
  Brazil
  Chicago
  Moscow
  Lagos
  Toronto
say_stop:
  stop [it|that|talking|please|now|listening|]
  [cancel|never mind|nevermind|forget it|quiet|be quiet|shut up|silence|enough|abort|hush]
  [that's|that is] [enough|all|it|all I needed] [thanks|thank you|]
  [no|okay|] [never mind|forget it|forget about it|leave it]
  [cancel|stop|abort|drop] [that|this|it|what you are doing|the conversation]
  I [don't need|didn't say] anything
  [go|you can go] [away|to sleep]
  [goodbye|bye|bye bye|good night|see you later]
say_yes:
  [yes|yeah|yep|yup|sure|okay|ok|right|correct|exactly|absolutely|definitely|of course]
  [yes|yeah|sure|okay] [please|do it|do that|go ahead|that's right|that's correct|that one|of course|I do]
  [go ahead|do it|please do|sounds good|that's right|that's it|I'm sure|why not|go for it|confirm|confirmed]
say_no:
  [no|nope|nah|no way|not really|negative|certainly not]
  [no|nope] [thanks|thank you|don't|please don't|not that one|that's wrong|not now|I don't]
  [don't|don't do that|rather not|I'd rather not|better not|please don't|not now|not today]
say_repeat:
  [say|repeat|read] [that|it] [again|once more|one more time] [please|]
  repeat [that|please|yourself|the last one|what you said]
  what [did you say|was that|was that again]
  [pardon|pardon me|sorry|excuse me|come again|what] [what was that|I didn't hear you|I didn't catch that|]
  [I|] [didn't|did not] [hear|catch|understand] [that|you|it]
  [can|could] you [say|repeat] that [again|more slowly|please]
say_undo:
  undo [that|it|this|the last thing|the last one|the last change|my last change|]
  [take|I take] [that|it] back
  [revert|reverse] [that|it|the last change]
  [that was|this is] [wrong|a mistake|not what I wanted], [undo it|undo that|take it back|change it back]
  [oops|no wait|wait|sorry], undo [that|it|]
  [put|change|set] it back [the way it was|like it was|]
  restore what [you|I] just deleted
  I didn't [mean|want] [that|to do that|to delete that|to add that]
say_redo:
  redo [that|it|the last change|]
  [do|make] [it|that] again [after all|]
  undo the undo
  [actually|no], do it after all
  put it back again
say_help:
  help [me|]
  what can [you do|I say|I ask you|I ask|you help me with]
  what [do you do|are you able to do|are your skills|commands do you know|commands are there]
  how [do|can|should] I [set a reminder|add a task|set a timer|use you|talk to you|make a list|snooze an alarm|delete a task|undo something|set an alarm]
  [tell|show] me [what you can do|how you work|your commands|how to add a task|how to use you]
  how does [this|it] work
  is there a way to [add tasks|set several timers|share my list|change your voice|set a repeating reminder]
say_volume:
  turn [it|the volume|the sound|your voice|yourself] {level: [up|down]} [a bit|a little|please|]
  [speak|talk|be] [a bit|a little|] {level: [louder|quieter|softer|more quietly]} [please|]
  {level: [louder|quieter|softer]} [please|]
  volume {level: [up|down|<number>|<number> percent|at <number>|to <number>]}
  [set|change|put] [the|your] volume to {level: [<number>|<number> percent|half|maximum|minimum|full|medium]}
  {level: [increase|decrease|lower|raise|reduce]} the volume [please|a bit|]
  make it {level: [louder|quieter]}
  {level: mute} [the|your|all|] [sound|sounds|audio|speaker|speakers|volume] [please|]
  [turn|switch] {level: off} [the|your] [sound|speaker|audio]
  [turn|bring] [the|your] [volume|sound|voice|speaker] {level: [up|down]} [to the maximum|a little|]
  [speaker|sound|audio] {level: [up|down|on|off]}
  [I can't hear you|you're too quiet], {level: louder}
  you are {level: too [loud|quiet]}
  what's the volume [set to|]
say_mute:
  mute [the microphone|the mic|yourself|your microphone|]
  [turn|switch] off [the|your] [microphone|mic]
  [stop|don't] [listening|listen] [to me|to us|] [for {duration: <length>}|{when: until <clock_time>}|]
  [turn|switch] the [microphone|mic] off
say_mute_off:
  unmute [the microphone|yourself|]
  [turn|switch] [on the microphone|the mic on|the microphone back on|your ears on]
  [start|you can start] listening [again|]
say_quiet:
  [do not disturb|don't disturb me|do not disturb me|no interruptions] [for {duration: <length>}|{when: until <clock_time>}|{when: until tomorrow}|{when: tonight}|]
  [turn|switch] on [do not disturb|quiet mode|night mode|quiet hours] [for {duration: <length>}|]
  no reminders [for {duration: <length>}|{when: <day>}|{when: until <clock_time>}]
  [leave me alone|don't bother me|I need quiet] [for {duration: <length>}|{when: until <clock_time>}]
  [keep|be] quiet [for {duration: <length>}|{when: until <clock_time>}]
say_quiet_off:
  [turn|switch] off [do not disturb|quiet mode|night mode]
  you [may|can] [disturb|interrupt|remind] me again
  [end|stop|disable] [do not disturb|quiet mode|quiet hours]
  reminders [back on|on again]
say_selftest:
  [run|do|start] a [self test|selftest|self-test|system check|diagnostic|health check]
  [is|are] [everything|you|all] [working|okay|all right|running fine]
  [check|test] [yourself|your microphone|your speaker|the system|your systems]
  are you [feeling okay|healthy|broken|online|working properly]
  [how is|what's] your [system|health|status]
say_shutdown:
  [shut|power] [down|yourself down|off] [please|now|]
  [turn|switch] [yourself|the device|clara] off
  [turn|switch] off [the device|clara|yourself]
say_shutdown_restart:
  [restart|reboot] [yourself|the device|clara|the system|now|please|]
  [turn|switch] yourself off and on again
  start yourself again
say_chat:
  tell me [a joke|a story|something funny|a fun fact|about yourself|about <first_name>|a poem]
  [how are you|how are you doing|how do you feel|how was your day|what's up|how's it going] [today|]
  [hello|hi|hey|good morning|good evening|good afternoon] [clara|there|]
  [who|what] are you
  [why|how] [is|does|do|can] [the sky|the moon|planes|magnets|bees|people|rainbows|the sea] [blue|work|fly|sleep|look so big|so salty]
  what [is|does] [the meaning of life|love|gravity|a black hole|photosynthesis|inflation] [mean|]
  who [invented|wrote|discovered|painted|won] [the telephone|Hamlet|penicillin|the Mona Lisa|the world cup]
  what's the capital of <place>
  how [tall|old|far|big|heavy|deep] is [the Eiffel tower|Mount Everest|the sun|an elephant|the ocean|the moon]
  [I am|I'm|I feel] [so|very|a bit|] [tired|happy|sad|hungry|bored|excited|stressed]
  [you are|you're] [great|funny|stupid|smart|the best|annoying|not helpful]
  [thank you|thanks] [a lot|so much|very much|clara|]
  do you [like|know|believe in|have] [me|music|football|God|friends|feelings|a boyfriend|ghosts]
  what do you think [about|of] [politics|my hair|the weather|cats|robots|love]
  [let's talk|talk to me|chat with me] [about space|about history|a bit|]
  it's [a nice day|so hot|raining again|my birthday|late]
  [what|how many] [calories|grams|ounces|feet|kilometres] [are|is] in [a banana|a mile|a pound|an inch|an avocado]
  how do you [cook|make|bake|spell|pronounce] [rice|pancakes|a lasagne|necessary|bread|quinoa]
  what's [two plus two|ten percent of fifty|the square root of nine|seven times eight]
  I [like|love|hate|think] [you|this|pizza|mondays|it is going to rain]
"""
