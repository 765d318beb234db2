"""What people say to the device itself, to its clock, and in conversation."""

SESSIONS = """
say_clock_query:
  [can|could|would] you [please|] [tell me|give me|check] [the time|the date|what time it is|what day it is|today's date|the current time|what the date is] [please|now|]
  [I need|I want|I'd like] to know [the time|what time it is|what day it is|today's date|the date]
  [what|tell me what] [time|hour] [is it|it is] [right now|exactly|at the moment|in {place: <place>}|over in {place: <place>}|]
  what is {when: [today|tomorrow]} [date|]
  [what|which] [day|date] [is|was|will be|falls on|does] {when: [the <ordinal_day>|the <ordinal_day> of <month>|<month> <ordinal_day>|this <weekday>|next <weekday>|last <weekday>|the last day of <month>]} [fall on|on|]
  is {when: [the <ordinal_day>|the <ordinal_day> of <month>|Christmas|New Year|<month> <ordinal_day>]} a <weekday>
  what day [of the week|] [does|is|was] {when: [Christmas|Easter|Valentine's day|Halloween|my birthday|Thanksgiving|the fourth of July|Mother's day]} [fall on|on|] [this year|next year|]
  [how many|how much] [days|weeks|months|time] [is it|are there|are left|do we have] [until|till|to] {when: [Christmas|Easter|<weekday>|<month> <ordinal_day>|summer|New Year|the end of the month]}
  what [week|month|year|day] [are we in|is this|do we have|of the year is it]
  [time|date|day] [now|today|in {place: <place>}]
  [is it|has it] [already|] [gone|past|after|] <clock_time> [yet|]
  [is|does] [the time|it] [different|a different time] in {place: <place>}
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
  Portugal
  Los Angeles
  Hong Kong
  Mexico City
  Germany
  Alaska
  South Africa
  Rome
  Singapore
  Texas
  Cairo
  Melbourne
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
  [okay|well|right|alright|] [bye|goodbye|bye for now|see you|talk to you later|have a good day|that will be all|I'm done] [clara|now|then|]
  [please|just|] [stop talking|stop speaking|be silent|hush|shush|stop that|stop it|be quiet]
  [cancel|disregard|ignore|scratch|abort] [that|this|it|what I said|my request|the request|the last command|everything I said]
  [don't bother|no need|not needed|not necessary|skip it|drop it] [anymore|any more|thanks|thank you|]
  [I changed|I've changed] my mind
  [later|see you later|catch you later|talk later|until next time|nice talking to you|it was nice talking to you]
  stop [it|that|talking|please|now|listening|]
  [cancel|never mind|nevermind|forget it|quiet|be quiet|shut up|silence|enough|abort|hush]
  [that's|that is] [enough|all|it|all I needed] [thanks|thank you|]
  [no|okay|] [never mind|forget it|forget about it|leave it]
  [cancel|stop|abort|drop] [that|this|it|what you are doing|the conversation]
  I [don't need|didn't say] anything
  [go|you can go] [away|to sleep]
  [goodbye|bye|bye bye|good night|see you later]
say_yes:
  [that|this|it] [is|would be] [right|correct|true|fine|great|perfect|good|it]
  [yes|yeah|yep|okay|sure|fine|alright|great|perfect] [let's do that|let's do it|I agree|that works|works for me|thank you|add it|add them|delete it|please add it|save it]
  [I agree|I think so|I believe so|I suppose so|that works|works for me|by all means|you bet|affirmative|correct|true|fine by me|all right]
  [yes|yeah|yep|yup|sure|okay|ok|right|correct|exactly|absolutely|definitely|of course]
  [yes|yeah|sure|okay] [please|do it|do that|go ahead|that's right|that's correct|that one|of course|I do]
  [go ahead|do it|please do|sounds good|that's right|that's it|I'm sure|why not|go for it|confirm|confirmed]
say_no:
  [that|this|it] [is|was] [wrong|not right|incorrect|not correct|false|not what I meant|not true]
  [no|nope|nah] [that's not it|that is not right|I disagree|cancel|leave it|keep it|none of them|neither|it isn't|it's not|I do not]
  [I don't think so|I disagree|under no circumstances|absolutely not|definitely not|of course not|never|no never|I'd say no|not at all|false|wrong]
  [no|nope|nah|no way|not really|negative|certainly not]
  [no|nope] [thanks|thank you|don't|please don't|not that one|that's wrong|not now|I don't]
  [don't|don't do that|rather not|I'd rather not|better not|please don't|not now|not today]
say_repeat:
  [can|could|would|will] you [please|] [say|repeat|tell me] [that|it|what you said|what you just said|the last part|the last sentence] [again|once more|one more time|a bit slower|] [please|]
  [I need you to|please|] [repeat|say again] [that|what you just said|your answer|the list|your last sentence]
  [what|how] was that [again|you said|] [please|]
  [one more time|once more|once again|again] [please|]
  [say|repeat|read] [that|it] [again|once more|one more time] [please|]
  repeat [that|please|yourself|the last one|what you said]
  what [did you say|was that|was that again]
  [pardon|pardon me|sorry|excuse me|come again|what] [what was that|I didn't hear you|I didn't catch that|]
  [I|] [didn't|did not] [hear|catch|understand] [that|you|it]
  [can|could] you [say|repeat] that [again|more slowly|please]
say_undo:
  [please|] [undo|revert|reverse|roll back|take back] [that|it|what you just did|what I just did|the last action|the last step|that last one|my last command]
  [bring|get|put] [it|that|them|the task|what I deleted] back
  [no|oh no|oops], [that was|I did that] by [mistake|accident]
  [put|add] [back|] what [I|you] just [removed|deleted|changed]
  undo [that|it|this|the last thing|the last one|the last change|my last change|]
  [take|I take] [that|it] back
  [revert|reverse] [that|it|the last change]
  [that was|this is] [wrong|a mistake|not what I wanted], [undo it|undo that|take it back|change it back]
  [oops|no wait|wait|sorry], undo [that|it|]
  [put|change|set] it back [the way it was|like it was|]
  restore what [you|I] just deleted
  I didn't [mean|want] [that|to do that|to delete that|to add that]
say_redo:
  [redo|reapply|repeat] [that|the|my] [last|] [change|action|step]
  [do|make|apply] [that|it|the change] [once more|again] [please|after all|]
  [no|actually|wait], [redo that|do that after all|change it again]
  redo [that|it|the last change|]
  [do|make] [it|that] again [after all|]
  undo the undo
  [actually|no], do it after all
  put it back again
say_help:
  [what|which] [kind of|kinds of|sorts of|] [questions|things|topics|tasks] can [you|I] [answer|do|help with|ask you|ask|handle]
  what [else|all|] [can|could] [you|I] [do|help me with|assist with|ask|say] [for me|]
  [what|which] [features|functions|abilities|options|capabilities] do you have
  [tell|show|give] me [some|a few|] [examples|commands|options|things I can say|things you can do|help]
  [how|what] do I [say|do|need to say] to [add a task|set a timer|remove an item|change an alarm|delete a list|finish a task]
  what [are you good for|are you good at|is your purpose|do you know how to do]
  I [need help|don't know what to say|don't know what to do]
  [can|could|will] you [add tasks|set reminders|make lists|remind me of things|help me]
  [are you able to|do you know how to] [set timers|read my list|set alarms|move tasks|repeat reminders]
  help [me|]
  what can [you do|I say|I ask you|I ask|you help me with]
  what [do you do|are you able to do|are your skills|commands do you know|commands are there]
  how [do|can|should] I [set a reminder|add a task|set a timer|use you|talk to you|make a list|snooze an alarm|delete a task|undo something|set an alarm]
  [tell|show] me [what you can do|how you work|your commands|how to add a task|how to use you]
  how does [this|it] work
  is there a way to [add tasks|set several timers|share my list|change your voice|set a repeating reminder]
say_volume:
  [turn|bring|set|put|push] [the|your|my|] [volume|sound|audio|speaker volume|speakers|loudness] {level: [up|down|higher|lower]} [a bit|a little|a little bit|more|by <number> percent|] [please|]
  [turn|bring|set] {level: [up|down]} [the|your|] [volume|sound|audio|speaker|speakers|speaker volume] [a bit|a little|please|now|]
  {level: [increase|decrease|lower|raise|reduce|boost]} [the|your|] [volume|sound|loudness|speaker volume|sound level] [please|a bit|by <number> percent|to <number>|a little|]
  [make|have] [the|your] [volume|voice|sound|speakers|speaker] {level: [louder|quieter|softer|higher|lower]}
  [can|could] you [speak|talk|be] [a bit|a little|much|] {level: [louder|quieter|softer|lower|more quietly]}
  [speak|talk] {level: up} [please|]
  [change|adjust|set] [the|your] volume [level|] [to {level: [<number>|<number> percent|ten|five|low|high|half|maximum|the loudest setting|the lowest setting|max]}|please|]
  {level: mute} [the|] [speaker|speakers|audio|sound|volume|everything] [please|now|for now|]
  [turn|switch|put] [the|your] [sound|audio|speaker|speakers|volume] {level: [off|on]} [please|]
  [what|how loud] is [the|your] volume [at|level|now|right now|set at|]
  how loud are you
  [it's|it is|that's|that is|you're] {level: [too loud|too quiet|much too loud|not loud enough]}
  volume [on|at|to|] {level: [ten|five|seven|<number>|<number> percent|maximum|max|full|zero]} [please|]
  {level: [full|maximum|half|minimum|lowest]} volume [please|]
  {level: [a bit|a little|much|] [louder|quieter|softer]} [please|now|]
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
  [please|] mute [the microphone|the mic|your microphone|your mic|yourself|microphone] [please|now|for {duration: <length>}|{when: until <clock_time>}|]
  [turn|switch] [your|the] [microphone|mic|ears] off [for {duration: <length>}|{when: until <clock_time>}|please|]
  [stop|quit] listening [now|please|for now|for {duration: <length>}|{when: until <clock_time>}|{when: until tomorrow}]
  [go|you can go] deaf [for {duration: <length>}|]
  [disable|deactivate|cut] [the|your] [microphone|mic]
  don't listen [now|for a while|for {duration: <length>}|{when: until <clock_time>}]
  mute [the microphone|the mic|yourself|your microphone|]
  [turn|switch] off [the|your] [microphone|mic]
  [stop|don't] [listening|listen] [to me|to us|] [for {duration: <length>}|{when: until <clock_time>}|]
  [turn|switch] the [microphone|mic] off
say_mute_off:
  [unmute|enable|activate] [the|your] [microphone|mic] [again|please|]
  [you can|you may|please|] listen [to me|] again
  [turn|switch] [your|the] [microphone|mic|ears] [back|] on [again|please|]
  [mute off|microphone on|mic on|unmute]
  unmute [the microphone|yourself|]
  [turn|switch] [on the microphone|the mic on|the microphone back on|your ears on]
  [start|you can start] listening [again|]
say_quiet:
  [don't|do not|please don't] [disturb|interrupt|bother|talk to|wake|speak to] me [for {duration: <length>}|{when: until <clock_time>}|{when: until tomorrow}|{when: tonight}|{when: until <weekday>}|now|]
  [hold|pause|mute|silence|suspend|stop] [all|my|the|] [reminders|notifications|announcements] [for {duration: <length>}|{when: until <clock_time>}|{when: tonight}|{when: until tomorrow morning}|for now|]
  [start|activate|enable|turn on|switch on|go into|set] [quiet mode|do not disturb|do not disturb mode|night mode|quiet hours|silent mode] [please|for {duration: <length>}|{when: until <clock_time>}|]
  [quiet mode|silent mode|do not disturb|quiet hours] [please|on|for {duration: <length>}|{when: until <clock_time>}|]
  I [don't want|want no] [any|] [reminders|interruptions|announcements] [for {duration: <length>}|{when: today}|{when: tonight}|{when: until <clock_time>}]
  [keep|stay|be] [quiet|silent] [for {duration: <length>}|{when: until <clock_time>}|{when: tonight}|for a while]
  [I'm in a meeting|I'm going to sleep|the baby is sleeping], [do not disturb|no reminders please|don't disturb me]
  [do not disturb|don't disturb me|do not disturb me|no interruptions] [for {duration: <length>}|{when: until <clock_time>}|{when: until tomorrow}|{when: tonight}|]
  [turn|switch] on [do not disturb|quiet mode|night mode|quiet hours] [for {duration: <length>}|]
  no reminders [for {duration: <length>}|{when: <day>}|{when: until <clock_time>}]
  [leave me alone|don't bother me|I need quiet] [for {duration: <length>}|{when: until <clock_time>}]
  [keep|be] quiet [for {duration: <length>}|{when: until <clock_time>}]
say_quiet_off:
  [quiet mode|do not disturb|night mode|silent mode] off [please|]
  [deactivate|disable|leave|exit|cancel|turn off|switch off] [quiet mode|do not disturb|do not disturb mode|silent mode|quiet hours]
  [you can|you may] [speak|talk|remind me|tell me my reminders|announce reminders] again
  [turn|switch] [my|the|] reminders back on
  [resume|restart] [my|the|] [reminders|notifications|announcements]
  [turn|switch] off [do not disturb|quiet mode|night mode]
  you [may|can] [disturb|interrupt|remind] me again
  [end|stop|disable] [do not disturb|quiet mode|quiet hours]
  reminders [back on|on again]
say_selftest:
  [are|is] [you|your microphone|your speaker|the speaker|the system|the device] [working|okay|fine|all right|running properly|healthy] [clara|today|]
  [can|could] you [check|test] [yourself|your system|that everything works|your microphone|whether everything works]
  [do|run|perform|start] [a|another|the] [quick|full|] [self check|self test|health check|system test|diagnosis]
  [is there|do you have] [anything wrong with you|any problem|a problem with your microphone]
  [run|do|start] a [self test|selftest|self-test|system check|diagnostic|health check]
  [is|are] [everything|you|all] [working|okay|all right|running fine]
  [check|test] [yourself|your microphone|your speaker|the system|your systems]
  are you [feeling okay|healthy|broken|online|working properly]
  [how is|what's] your [system|health|status]
say_shutdown:
  [please|] [shut down|power off|switch off|power down] [the device|clara|the system|completely|now|]
  [turn|switch|power] [the device|clara|yourself|the system] off [completely|for the night|now|]
  shut [the device|yourself|clara|the system] down
  [shut|power] [down|yourself down|off] [please|now|]
  [turn|switch] [yourself|the device|clara] off
  [turn|switch] off [the device|clara|yourself]
say_shutdown_restart:
  [please|] [restart|reboot] [clara|the device|the system|yourself|your software] [now|please|]
  [do|perform] a [restart|reboot]
  [turn|switch] [the device|clara|yourself] off and [back|] on [again|]
  [restart|reboot] [yourself|the device|clara|the system|now|please|]
  [turn|switch] yourself off and on again
  start yourself again
say_chat:
  [tell|give] me [a|another] [fact|riddle|quote|tongue twister|compliment]
  [what|who] is [your favourite colour|your best friend|the president|the tallest person|the richest man|Albert Einstein|<first_name> <first_name>]
  [where|when] [was|is|did] [the Titanic|Napoleon|the first computer|Rome|the Great Wall|the second world war] [born|built|sink|end|located]
  [can|do|will] [you|cats|people|dogs|fish] [sing|dance|cook|dream|laugh|swim|fall in love|eat chocolate]
  [I|we] [had|have] [a good day|a bad day|a headache|a fight|a new job|so much fun]
  [you|that] [made me laugh|is funny|was great|are awesome|helped a lot|sounds interesting]
  [should|could] I [cut my hair|get a dog|go out|eat meat|learn French|quit my job]
  [what|which] is [better|best|healthier], [coffee or tea|cats or dogs|running or swimming]
  [is|are] [it true that|] [the earth|tomatoes|bananas|snakes|sharks] [flat|round|a fruit|berries|dangerous]
  [maybe|perhaps|I guess|I'm not sure|who knows|it depends|I don't know|no idea]
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
