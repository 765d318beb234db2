"""What people say about tasks, lists and reminders beyond TOPv2's reminders."""

TASKS = """
create_listed:
  [we need|I need|we're out of|we ran out of|get|don't forget] <items> [on|for] [my|the|our] {project: <project>} [list|]
  [can you|could you|please|] [add|put|throw|stick|include] <items> [to|on|onto|in|into] [my|the|our|] {project: <project>} list [please|too|as well|{when: <day>}|]
  [also|and] [add|put] <items> [to|on] [it|the list|that list|the same list|my list|my {project: <project>} list]
  [add|put] <items> [too|as well|please|also]
  [also|and] <items>
  [include|insert|append] <items> [in|into|to] [my|the|our] {project: <project>} [list|project]
  [put|write] <items> down [on|for] [my|the|] {project: <project>} [list|]
  {project: <project>} list: <items>
  [add|put|stick|write|get] <items> [to|on|onto] [my|the|our|] {project: <project>} [list|project|to do list|board]
  [add|put] <items> [to|on|onto|in|under] [my|the|our] [to do list|list|todo list|tasks|todos|list of things to do]
  [add|put] <items> to [the|my|our] list [called|named] {project: <project>}
  [add|put] <items> [under|in|to|on] {project: <project>}
  [my|the|our] {project: <project>} list needs <items>
  <items> [on|to] [my|the] {project: <project>} list
  we [need|are out of|ran out of] {title: <thing>}, [add it|put it] [to|on] the {project: <project>} list
items:
  {title: <thing>} {title: <thing>} {title: <thing>}
  {title: <thing>} and {title: <thing>} and {title: <thing>}
  {title: <thing>}, {title: <thing>}, {title: <thing>} and {title: <thing>}
  [some|a|one more|more|a few|two|a bag of|a bottle of|a pack of] {title: <thing>}
  {title: <thing> [no wait|no|sorry|I mean|actually no|no sorry] <thing>}
  {title: [mac and cheese|salt and pepper|fish and chips|bread and butter|gin and tonic|peanut butter and jelly|wash and go]}
  {title: <deed>} and {title: <deed>}
  {title: <thing>}
  {title: <thing>}
  {title: <title>}
  {title: <thing>} and {title: <thing>}
  {title: <thing>}, {title: <thing>} and {title: <thing>}
  {title: <thing>} {title: <thing>} and {title: <thing>}
  {title: <thing>}, {title: <thing>}, {title: <thing>}
create_plain:
  remind <me> {when: <when>} that I [have|need|ought|want] to {title: <title>}
  [I want to|I'd like to|I gotta|I've got to|I have to|we have to|we need to|we should] {title: <title>} <extras>
  [it's|it is] [|really |very |super ]important [that I|to] {title: <title>} <extras_time>
  it's {priority: [really important|very important|urgent|really urgent|important|not urgent|not important|critical]} [that I|to] {title: <title>} <extras_time>
  [add|create|new] {priority: [urgent|high priority|low priority|important|top priority]} task [to|] {title: <title>} <extras_time>
  [add|create|make|put in|enter] [a|an] [reminder|task|todo|to do|item|entry] [{when: <when>}|] [to|for|about|saying] {title: <title>} <extras>
  {title: <title>} {when: <when>} [and it's|it's|,] {priority: <priority>}
  {title: <title>}, {priority: [asap|urgent|as soon as possible|high priority|top priority|low priority|no rush]}
  remind <me> to {title: <title>} {when: <when>} [and|it's|that's|this is] {priority: <priority>}
  remind <me> to {title: <title>} {when: <when>} [tagged|with tag|hashtag|#|tag it] {tag: <tag>}
  [add|new task] {title: <title>} [#|hashtag |tag ]{tag: <tag>}
  [add|put] {title: <title>} [on|to|in] [my|the] {project: <project>} [list|project] {when: <when>} [hashtag {tag: <tag>}|it's {priority: <priority>}|]
  [in|for|under] [my|the|] {project: <project>} [list|project] [add|put|create] [a task to|] {title: <title>} <extras_time>
  [I have|I've got|there's|we have] [a|an|the|my] {title: <appointment>} {when: <when>}
  [put|add|schedule|enter|book|set|make] [a|an|the|my] {title: <appointment>} [in|on|into|to] [my|the] [calendar|diary|schedule|agenda|planner] [for|] {when: <when>}
  [set up|schedule|arrange|plan|organise|make|create] [a|an] {title: [meeting|call|appointment|lunch|dinner|event|interview] with <who>} {when: <when>}
  [schedule|add|create|set|make] [a|an|new|] [event|appointment|calendar event|entry] [for|called|named|] {title: [my|the|] <appointment>} {when: <when>}
  [remember|remind <me> about] [my|the] {title: <appointment>} {when: <when>}
  [note|keep in mind|remember] that [I have|there is] [a|the] {title: <appointment>} {when: <when>}
  add {title: [my|the|] [upcoming|next|] <appointment>} to [my|the] calendar
  [make sure|see to it] [that|] I {title: <title>} <extras_time>
  [someone needs to|somebody has to|<who> needs to] {title: <deed>} <extras_time>
  {when: <when>} I [need|have|must|want|should] to {title: <title>}
  {when: <day>} {title: <appointment>} [with <who>|]
  remind <me> to {title: <title_corrected>} <extras_time>
  add {title: <title_corrected>} <extras>
  remind <me> to {title: <title>} {when: <when_corrected>}
  remind <me> {when: <when_corrected>} to {title: <title>}
  remind <me> to {title: <title>} {repeat: <repeat>} {when: [starting|from|beginning] <day>}
  remind <me> to {title: <title>} {repeat: <repeat>} [in {project: <project>}|it's {priority: <priority>}|hashtag {tag: <tag>}]
  [can you|could you|please] [note|write down|jot down|save] [that I need to|] {title: <title>} <extras_time>
  [don't|do not] let {person: me} [forget|miss] [the|my|] {title: <appointment>} <extras_time>
  add [a|] subtask {title: <title>} to [the|] {project: <project>} [task|project|list]
  [can|could] you put down [that I have to|] {title: <title>} <extras_time>
  [add|create|make|] [a|another|one more] [new|] task [to|called|named|:|] {title: <title>} <extras>
  new [task|todo|to do|item] {title: <title>} <extras>
  [add|create] [a|] [task|todo|to do] for {project: <project>} to {title: <title>} <extras>
  add {title: <title>} <extras>
  add a to do {title: <title>} <extras>
  I [need|have|have got|still have] to {title: <title>} <extras>
  I must {title: <title>} <extras>
  I should {title: <title>} <extras>
  [don't|do not] let {person: me} forget to {title: <title>} <extras>
  [don't|do not] forget to {title: <title>} <extras>
  [remember|make sure I remember] to {title: <title>} <extras>
  make a note to {title: <title>} <extras>
  [note|write|jot] down that I [have|need] to {title: <title>} <extras>
  remind <me> to {title: <title>} <extras>
  remind <me> {when: <when>} to {title: <title>} <extras>
  remind <me> {repeat: <repeat>} to {title: <title>}
  remind <me> about [the|my] {title: <appointment>} <extras>
  {when: <when>} remind <me> to {title: <title>}
  {title: <title>} {when: <when>}, [add that|put that on my list|remind me|don't let me forget]
  set [a|] reminder [to|for {person: me} to] {title: <title>} <extras>
  [schedule|put in|plan] [a|the|my] {title: <appointment>} {when: <when>}
  I have [a|the] {title: <appointment>} {when: <when>}
  [add|put] {title: [a|my|the|] <appointment>} [to|on|in] my [calendar|schedule|diary|agenda] {when: <when>}
  [create|make|add] [an|] [event|appointment] {title: <appointment>} {when: <when>}
  [create|add|put|set|save] [an|a|] [event|meeting|appointment] [with {title: <who>}|] {when: <when>} [in my calendar|on my calendar|]
  [mark|block] my calendar for {title: <appointment>} {when: <when>}
  it's {priority: <priority>} that I {title: <title>} <extras_time>
  {priority: <priority>}: {title: <title>} <extras_time>
create_bare:
  {title: <deed>} {repeat: <repeat>}
  {title: <deed>} {when: <when>} [and {when: <day>}|]
  {repeat: <repeat>} {title: <deed>}
  {when: <day>} {title: <deed>}
extras:
  <extras_time>
  <extras_time>
  <extras_time> <extras_more>
  <extras_more>
  [|]
extras_time:
  {when: <when>}
  {when: <when>}
  {repeat: <repeat>}
  [|]
extras_more:
  [tagged|with the tag|tag it|tag] {tag: <tag>}
  [for|in|under] [my|the|] {project: <project>} [project|list]
  for {project: <project>}
  it's {priority: <priority>}
  [this|that] is {priority: <priority>}
  with {priority: [high|low|medium|urgent|top]} priority
  {priority: <priority>}
  as {priority: <priority>}
  it [takes|will take|should take] {duration: <length>}
complete:
  [just|I just|we just|I've just|I already|we've|we] {title: <done_deed>}
  [yes|okay|alright|done], I [did|have] {title: <done_deed>} [already|]
  {title: <done_deed>} [, done|, check|already|]
  [cross|scratch|strike|mark] {title: <named>} off [please|]
  [tick|check|cross] {title: <named>} [please|off please|]
  [I|we] [got|have|bought] [the|] {title: <thing>} [already|]
  [you can|please|] [mark|tick|check|close|complete] [off|] {title: <named>} [now|for me|]
  {title: <named>} [has been|was|got] [done|finished|completed|taken care of|handled|dealt with|sorted]
  [all|that's all|everything] done with {title: <named>}
  [finished|completed|did|done] {title: <named>} [today|already|this morning|]
  [mark|set] {title: <named>} [as|to] [complete|done|finished] on [my|the] {project: <project>} list
  [I've|I have] [finished|completed|handled|dealt with|sorted out|taken care of] {title: <named>}
  [tick|check|cross] off {ordinal: [number two|number three|the first|the second|the last]} [one|]
  [mark|complete|tick off] {amount: [all|both|everything|all of them|all three]} [as done|as complete|]
  [mark|complete|tick off] {amount: [all|everything]} {priority: <priority>} [tasks|] [as done|]
  [mark|tick off|complete] {amount: [all|everything]} [due|] {when: <day>} [as done|]
  I've {title: <done_deed>}
  I [have|just|already] {title: <done_deed>}
  I {title: <done_deed>} [already|today|this morning|]
  I'm [done|finished] with {title: <named>}
  I [finished|completed|did] {title: <named>}
  {title: <named>} is [done|finished|complete|completed|taken care of]
  [mark|set|check] {title: <named>} [as|] [done|complete|completed|finished]
  mark [the task|my task|] {title: <named>} as [done|complete]
  [tick|check|cross] off {title: <named>}
  [tick|check|cross] {title: <named>} off [my|the|] [list|to do list|{project: <project>} list|]
  complete [the task|] {title: <named>}
  [finish|close] [the task|] {title: <named>}
  done with {title: <named>}
  [mark|check off|tick off|complete] {amount: [all|everything|all of them]} [on|from] [my|the] {project: <project>} list
  [mark|complete] {amount: all} [of|] {when: [today|tomorrow|this week]}'s tasks [as done|]
  [mark|check off|complete] the {ordinal: [first|last|second|third|next]} [one|task] [as done|]
  got {title: <thing>}
  got the {title: <thing>}, [check it off|tick it off]
  that's [done|finished|taken care of]
  [mark|check] [that|it|that one] [off|as done|done]
  I [did|finished|completed] [it|that|that one] [already|]
reopen:
  [mark|set|put] {title: <named>} [as|to|back to] [not complete|not completed|incomplete|unfinished|undone|open|not done yet] [please|]
  [undo|unmark|un-complete|uncomplete] {title: <named>}
  [I|we] [haven't|have not|didn't] [finished|finish|completed|done|do] {title: <named>} [yet|after all]
  [bring|get] {title: <named>} back [to|on|onto] [the|my] [list|to do list|{project: <project>} list]
  {title: <named>} [wasn't|isn't|is not|was not] [done|finished|complete|completed] [after all|yet|]
  [I was wrong|sorry|no], {title: <named>} [is not|isn't] [done|finished]
  [reopen|restore|reactivate|revive] [the task|] {title: <named>} [please|]
  [make|set] {title: <named>} [active|open|pending] again
  reopen [the task|] {title: <named>}
  [mark|set] {title: <named>} as [not done|undone|open|incomplete|unfinished|not finished|to do] [again|]
  uncheck {title: <named>}
  [untick|un-tick] {title: <named>}
  I [haven't|did not|didn't] [actually|really] {title: <done_deed>} [yet|after all]
  {title: <named>} is[n't|  not] [done|finished] [yet|after all]
  put {title: <named>} back on [my|the] [list|to do list]
  [open|activate] {title: <named>} again
  {title: <named>} still [needs|has] to be done
update:
  [set|put|give] {title: <named>} [to|] {priority: [high|low|medium|top|urgent|normal]} priority
  [move|transfer|put|shift] {title: <named>} [to|into|onto|over to] [the|my|] {new_project: <project>} [list|project|] [please|]
  [add|attach|put] [the|a|] [tag|label|hashtag] {tag: <tag>} [to|on] {title: <named>}
  [remove|take|drop] the tag {tag: <tag>} from {title: <named>}
  [make|change] {title: <named>} [to|] {new_repeat: <repeat>}
  [change|set] [the repetition of|] {title: <named>} [to repeat|to recur|to] {new_repeat: <repeat>}
  [that|it|this|that one|the last one] [is|should be] {priority: <priority>} [actually|]
  [make|mark] {title: [it|that|that one|this]} {priority: <priority>}
  [move|put] {title: [it|that|that one|them]} [to|on|in] [the|my] {new_project: <project>} [list|project|]
  tag {title: [it|that|that one]} [with|as|] {tag: <tag>}
  [prioritize|deprioritize] {title: <named>}
  [change|edit|update|modify] [the|my] [task|reminder] [about|for|to] {title: <title>}
  [mark|set] {amount: [all|everything]} on [my|the] {project: <project>} list as {priority: <priority>}
  make {title: <named>} {priority: <priority>}
  [set|change|raise|lower] the priority of {title: <named>} to {priority: [high|low|medium|urgent|important]}
  {title: <named>} is [now|] {priority: <priority>} [now|]
  mark {title: <named>} as {priority: <priority>}
  [move|put] {title: <named>} [to|into|in|onto] [the|my] {new_project: <project>} [list|project]
  move {title: <named>} from [the|my|] {project: <project>} to [the|my|] {new_project: <project>} [list|]
  tag {title: <named>} [with|as] {tag: <tag>}
  add the tag {tag: <tag>} to {title: <named>}
  [label|tag] {title: <named>} {tag: <tag>}
  make {title: <named>} [repeat|recur|] {new_repeat: <repeat>}
  [change|edit|update] {title: <named>}
  [assign|give] {title: <named>} to {new_person: <who>}
  also remind {new_person: <who>} about {title: <named>}
update_when:
  [move|push|postpone|reschedule|change|shift|delay|bump] {title: [it|that|that one|this|the last one|them]} {new_when: <new_when>}
  [no|actually|sorry|wait], [make it|make that|I meant|I mean|at|on|not that], {new_when: <when>}
  [no|actually|sorry|wait] [make it|make that|I meant|I mean] {new_when: <when>} [instead|]
  [make|do] [it|that] {new_when: <when>} [instead|please|]
  [change|move|set] [that|it] {new_when: <new_when>}
  [can we|could you|please|] [move|push|reschedule|bring] {title: <named>} [forward|back|] {new_when: <new_when>}
  [set|give] {title: <named>} [a due date of|a deadline of|due] {new_when: <when>}
  {title: <named>} [can wait|has to wait|should wait] {new_when: until <day>}
  [do|make|set] {title: <named>} {new_when: <when>} [not {when: <when>}|instead of {when: <when>}]
  [postpone|push|move|delay|snooze] {ordinal: [the first|the second|the last]} [one|] {new_when: <new_when>}
  [move|push|postpone] {title: <named>} {new_when: <when_corrected>}
  [move|push|postpone|reschedule|change|shift|delay|bump] {title: <named>} {new_when: <new_when>}
  [move|push|reschedule] [my|the] {title: <appointment>} [from {when: <day>}|] {new_when: <new_when>}
  [push|put] {title: <named>} [back|off] {new_when: <new_when>}
  {title: <named>} is [now|] due {new_when: <when>} [instead|]
  [do|make] {title: <named>} {new_when: <when>} instead
  [change|set] the [due date|date|time|deadline] of {title: <named>} {new_when: <new_when>}
  [postpone|push|move] {amount: [everything|all]} [from|due] {when: [today|tomorrow|this week]} {new_when: <new_when>}
  [what about|make it|I meant] {new_when: <when>}
  no, [I meant|make it|make that] {new_when: <when>}
update_title:
  [change|edit|reword|rewrite] [the task|the reminder|] {title: <named>} [to|to say|to read|into] {new_title: <title>}
  [rename|retitle|relabel] {title: <named>} [to|as|into] {new_title: <title>}
  [rename|call|change] {title: [it|that|that one|the last one]} [to|] {new_title: <title>}
  no, [I said|it's|the task is|I meant to say] {new_title: <title>}
  [it should|that should|it should really] [say|read|be] {new_title: <title>}
  [replace] {title: <named>} [with|by] {new_title: <title>}
  rename {title: <named>} to {new_title: <title>}
  [change|edit] {title: <named>} to {new_title: <title>}
  [call|name] {title: <named>} {new_title: <title>} instead
  [change|edit] the [title|name|wording] of {title: <named>} to {new_title: <title>}
  no, [I said|I meant|it's] {new_title: <title>}
delete:
  [please|can you|could you|] [delete|remove|get rid of|erase|bin|trash|throw away] {title: <named>} [please|for me|]
  [take|cross|strike|scratch|get|drop] {title: <named>} [off|out of|from] [my|the|our] [list|{project: <project>} list]
  [delete|remove|erase|cancel] {title: [it|that|that one|this one|the last one|them|that item]} [from the list|from my list|please|]
  [remove|delete|clear|empty] [my|the|our|all of my|] {project: <project>} list [completely|please|]
  [clear|empty|wipe|delete|erase] [my|the|] [whole|entire|] [list|to do list|calendar|schedule] [{when: <day>}|please|]
  [delete|remove|cancel|clear] {amount: [all|everything|all my tasks|all of them|both]} [{when: <day>}|due {when: <day>}|on {when: <weekday>}|]
  [cancel|delete|remove] [my|the|that] {title: <appointment>} [on my calendar|from my calendar|from the calendar] [{when: <day>}|]
  [cancel|delete|clear|remove] [my|the] [next|last|] [event|appointment|meeting|plans] [{when: <day>}|with {title: <who>}|]
  [delete|remove|take off] {ordinal: [the first|the second|number two|number three|the last|item three|item one]} [one|item|]
  [I don't|we don't|we no longer|I no longer] [need|want] {title: <thing>} [anymore|any more|on the list|]
  [forget|forget about|never mind] {title: <title>}
  [drop|scrap|abandon] [the|my] {project: <project>} project
  [we're out of it so|] take {title: <thing>} off [the|my] list
  [delete|remove|get rid of|drop|erase|scratch|scrap|cancel] {title: <named>}
  [delete|remove|drop] the task [to|] {title: <title>}
  [delete|remove|take|drop|erase] {title: <thing>} [off|from] [my|the|our] {project: <project>} list
  [delete|remove|take|scratch] {title: <named>} [off|from] [my|the] [list|to do list|todo list|tasks|calendar]
  [delete|clear|remove|erase|cancel] {amount: [all|everything|all the items]} [on|from|in] [my|the] {project: <project>} list
  [clear|empty|wipe] [my|the|our] {project: <project>} list
  [delete|remove] [my|the] {project: <project>} [list|project]
  [delete|remove] {amount: all} [my|] tasks [{when: <day>}|tagged {tag: <tag>}|]
  [cancel|remove|delete] [my|the] {title: <appointment>} {when: <day>}
  [delete|remove|cancel] the {ordinal: [first|last|second|third|next]} [one|task|item]
  I don't [need|want] to {title: <title>} [anymore|any more|after all]
  forget [about|] {title: <title>}
query:
  [what|what else|anything else|what all] [do {person: I}|have {person: I}|is] [got|have|] [left|] [on|in] [my|the] {project: <project>} [list|project]
  [can you|could you|please|] [read|tell|show|give] me [what's on|what is on|what's in|everything on|what I have on|what I put on] [my|the|our] [list|{project: <project>} list|to do list] [please|{when: <day>}|]
  [what's|what is|tell me what's|do you know what's] [on|in] [my|the|our] [list|to do list|{project: <project>} list|calendar|schedule|diary|agenda|planner] [{when: <day>}|right now|]
  [read|check|list|show|open|display|pull up|go over|review|get] [back|out|] [me|] [my|the|our] [list|lists items|{project: <project>} list|to do list|todo list|calendar|schedule|agenda|appointments|events|tasks|day|week] [to me|for {when: <day>}|{when: <day>}|please|]
  [what|which] [things|items|tasks|jobs|chores|errands] [do {person: I}|should {person: I}|are] [have|need to do|left|open|due] [{when: <day>}|on my {project: <project>} list|]
  [did {person: I}|have {person: I}] [already|] [put|added|add|got] {title: <thing>} [on|to] [my|the] {project: <project>} list
  [is|are|was] {title: <thing>} [on|in] [my|the|our] [list|{project: <project>} list]
  [do {person: I}|have {person: I}] [have|got|] [any|a] [plans|events|appointments|meetings|obligations|commitments|reminders|tasks] [{when: <day>}|with {title: <who>}|pending|coming up|]
  [am {person: I}|are {person: we}] [free|available|busy|doing anything|booked] {when: <when>}
  [is there|are there] [anything|any meetings|any events|something|any appointments] [for|on|in my calendar|on the calendar|scheduled|planned|] {when: <day>}
  [what|tell me what] [am {person: I}|are {person: we}] [doing|up to|supposed to do] {when: <day>}
  [how|what] [does|is] [my|the] [day|week|schedule|calendar|afternoon|morning] [look|look like|looking] [like|] [{when: <day>}|]
  [what's|what is] [my|the] next [appointment|meeting|event|task|thing] [{when: <day>}|on my calendar|]
  [who|where] [am {person: I}|is my|do {person: I} have] [meeting|next meeting|the {title: <appointment>}] [with|] [{when: <day>}|]
  [tell me about|details of|give me the details of|what do you know about] [my|the] {title: <appointment>} [{when: <day>}|]
  [tell me|show me|give me|what are] [my|the] [plans|appointments|events|meetings|tasks|duties|engagements] [for|on|] {when: <day>}
  [any|got any|are there any] [meetings|events|appointments|tasks|plans|reminders] [{when: <day>}|coming up|left|]
  [what's|what is] [happening|due|planned|scheduled|on|up|the plan] {when: <day>}
  [what|which] [tasks|things] [have|did] {person: I} [finished|complete|completed|done|finish] [{when: <day>}|already|so far|]
  [what's|what is] [the status of|with] {title: <named>}
  [show|find|look for|search for] [tasks|reminders|everything] [about|with|containing|related to] {title: [<thing>|<who>|the <chore>|<appointment>]}
  [show|list|what are] [me|] {amount: [all|all of]} [my|the] [overdue|open|completed|finished|late|unfinished] tasks
  [what about|how about|and] {when: <day>}
  [what about|how about|and] [my|the] {project: <project>} list
  my {project: <project>} list [please|]
  what [do {person: I} have|have {person: I} got|is there|is] [to do|on|due|planned|coming up|going on] [{when: <day>}|]
  what's [on|in|left on] [my|the|our] {project: <project>} list
  [read|show|list|tell me|give me] [me|] [my|the|our] {project: <project>} list
  [read|show|list] [me|] {amount: all} [my|the] [tasks|todos|to dos|things to do] [{when: <day>}|]
  [show|list|what are|which are] [me|] [my|the] {priority: <priority>} tasks
  [what|which tasks] [is|are] {priority: <priority>} [{when: <day>}|]
  [what|which tasks] [is|are] tagged [with|] {tag: <tag>}
  [show|list] [everything|tasks] tagged {tag: <tag>}
  [what|anything|what tasks] [is|are|] [overdue|late|past due]
  what's [due|next|up|on my plate|on the agenda|my day like] [{when: <day>}|]
  [is|are] {title: <thing>} [already|] on [my|the|our] {project: <project>} list
  [do {person: I}|did {person: I}] have [to|anything to|to still] {title: <title>} [{when: <day>}|]
  do {person: I} have [anything|a {title: <appointment>}|something] [{when: <day>}|planned|scheduled]
  what's on my [calendar|schedule|agenda|diary|list|to do list] [{when: <day>}|]
  [what|which] [appointments|meetings|plans|events] do {person: I} have [{when: <day>}|]
  what did {person: I} [do|finish|complete|get done] [{when: [today|yesterday|this week|last week]}|]
  what's left [to do|] [{when: <day>}|on my {project: <project>} list]
  find [the task about|] {title: <title>}
  am {person: I} [free|busy] {when: <when>}
  what does my [day|morning|week|schedule|calendar] look like [{when: <day>}|]
  [show|list|tell me] my [upcoming|next|latest] [events|appointments|meetings|tasks|reminders]
  [upcoming|next|latest] [events|appointments|meetings] [{when: <day>}|please|]
  does my [calendar|schedule] say [I'm free|I am busy|anything] {when: <day>}
  [what about|and] {when: <day>}
  [show|list|read|tell me|tell me about|check|what are|give me] [my|all my|the] [events|appointments|meetings|plans|schedule|calendar|agenda|reminders] [{when: <day>}|on my calendar|]
  [is there|do {person: I} have|have {person: I} got] [anything|any event|an appointment|a meeting|any meetings] [on my calendar|scheduled|planned|going on|] {when: <day>}
  [when|what time] is my [next|first] [meeting|appointment|event]
  what's [happening|going on|scheduled|next] [on my calendar|in my schedule|in my diary|for me] [{when: <day>}|]
  my [schedule|agenda|day|week|plans] [{when: <day>}|]
query_count:
  how [many|much] [tasks|things|items|chores|errands|appointments|meetings|events|reminders] [are|do {person: I} have] [on my calendar|on my list|left|open|overdue|scheduled|planned|] [{when: <day>}|]
  how [many|much] [do {person: I} have|is there|is left] to do [{when: <day>}|]
  [what's the number of|give me the number of|tell me how many] [tasks|items|things] [on the {project: <project>} list|{person: I} have {when: <day>}|are left]
  how many [things|tasks] [did {person: I}|have {person: I}] [finish|finished|complete|done] {when: [today|this week|yesterday]}
  how many [tasks|things|todos|items|reminders] [do {person: I} have|are there|are left|are due|are on my list] [{when: <day>}|]
  how many [items|things] are [on|in] [my|the] {project: <project>} list
  how many {priority: <priority>} tasks [do {person: I} have|are there]
  count [my|the] [tasks|items] [on the {project: <project>} list|]
query_when:
  [when's|when is|what time's|what day is|what date is] {title: [my|the] [next|] <appointment>} [again|]
  [when|what time|what day] [do {person: I}|should {person: I}|must {person: I}|am {person: I} going] [have|need|supposed|] to {title: <title>}
  [when|by when|until when] [is|are] {title: the <chore>} due
  [when|on what day|at what time] did {person: I} [plan|want|say] to {title: <title>}
  [what|tell me] [time|the time|the date] [of|is] {title: [my|the] <appointment>} [at|]
  when [do {person: I} have|am {person: I} supposed|do {person: I} need] to {title: <title>}
  when is {title: [my|the] <appointment>}
  when is {title: the <chore>} due
  [what time|what day|which day|at what time] is [my|the] {title: <appointment>}
  [when|what time] does {title: [my|the] <appointment>} [start|begin|end]
  when is {title: [my|the] next <appointment>}
breakdown:
  [can you|could you|please|] [break|split|divide|chop] {title: <named>} [down|up|into steps|into smaller steps|into small tasks|into subtasks|into pieces|into parts] [for me|please|]
  [make|turn] {title: <named>} into [smaller steps|subtasks|small steps|a checklist|a plan]
  [give me|list|write|suggest|create] [the|some|a few|] [steps|subtasks|substeps|a checklist] [for|to] {title: <title>}
  [how|where] do I [start|begin|get started] [with|on] {title: <named>}
  [I don't know|no idea] [where to start|how to start|how to begin] with {title: <named>}
  [help me|can you help me] [plan|with|tackle|organise|prepare|get started on] {title: <named>}
  what do I [need to do|have to do] [to|for] {title: <title>} step by step
  [plan|outline] {title: <named>} [for me|step by step|in steps]
  [break|split] {title: <named>} [down|up|into steps|into smaller steps|into smaller tasks|into subtasks|down into steps]
  break down [the task|] {title: <named>}
  [help me|can you] [plan|organise|organize|break down] {title: <named>}
  what [are|would be] the steps [to|for] {title: <title>}
  [what|which] steps do I need to {title: <title>}
  [add|make|create|give me] subtasks for {title: <named>}
  how [should|do|can] I [go about|start|tackle|get started with|approach] {title: <named>}
  {title: <named>} is [too big|too much|overwhelming], [break it down|split it up|help me]
  [make|give me] a plan for {title: <named>}
suggest:
  [what|which one|which task] [would you|do you|should I] [suggest|recommend|tackle|do|pick] [now|next|first|{when: <day>}|]
  what's [best|a good thing|the next thing|most important|the smartest thing] to [do|tackle|work on] [next|now|{when: <day>}|]
  [give me|I need|do you have] [a|some|] [suggestion|suggestions|advice|idea|recommendation] [for what to do|on what to do next|on where to start|]
  [what|anything] [can|could] I [do|knock out|get done] [quickly|in between|right now|with {duration: <length>}|in the next {duration: <length>}]
  [where|what] should I [begin|start] [today|with my list|]
  [pick|choose|find] [a task|something|one] for me [to do|]
  [I have|I've got|there's|got] {duration: <length>} [free|to spare|left|time|], [what should I do|what can I do|any ideas|suggest something]
  [am I|did I] [forgetting|forget|missing|miss] [anything|something] [important|{when: today}|]
  [what's|what is] [my|the] [top priority|next step|most important task|priority] [now|{when: <day>}|]
  [plan|organise|help me plan] my [day|afternoon|morning|evening|week]
  what should I [do|work on|start with|focus on|tackle] [next|first|now|today|{when: <day>}]
  [any|do you have any|got any] [suggestions|ideas|recommendations] [{when: <day>}|for what to do next|]
  what's [the most important thing|most urgent|best to do] [now|today|right now]
  I have {duration: <length>}, what [can|should|could] I do
  what can I [do|get done|finish] in {duration: <length>}
  [what|which task] [should|shall|do] I do [first|next]
  [suggest|recommend] [something|a task|what to do] [{when: <day>}|]
  [did|have] I [forget|forgotten|miss] [anything|something]
  [I'm bored|I have some time|I've got time], what's next
  help me [prioritise|prioritize|plan my day|decide what to do]
project_create:
  [can you|could you|please|] [create|make|start|add|open|begin|set up] [me|] [a|a new|another|new] [list|project|to do list] [called|named|for|titled|of|with the name] {project: [my|the|] <project>} [please|]
  [create|make|start|begin|open] [a|a new|another|] list [please|for me|]
  [let's|I want to|I'd like to] [start|create|make|have] [a|a new] {project: <project>} [list|project]
  [make|create|start] [a|the|my] list of {project: [things to pack|things to buy|books to read|films to watch|gifts|birthdays|chores]}
  [I need|we need|give me] [another|a|a new] [list|project] [for|called] {project: <project>}
  [create|make|start|add|open|set up|begin] [a|a new|another|new] [list|project] [called|named|for|:] {project: <project>}
  [create|make|start|add|set up] [a|a new|another|new] {project: <project>} [list|project]
  new [project|list] {project: <project>}
  I [need|want] [a|a new] [list|project] [for|called] {project: <project>}
  [create|make|start] [a|] new [list|project]
project_query:
  [what|which|tell me what|tell me which] [lists|projects|other lists] [do I have|are there|have I got|I have|exist|do we have] [right now|now|]
  [show|list|read|tell|give] [me|] [all|] [of|] [my|the|our] [lists|projects|list names|project names] [please|]
  [can I see|may I see|let me see|check|open] [all|] my [lists|projects]
  [how's|how is|how are we doing with|how far along is] [the|my|our] {project: <project>} [project|list] [going|coming along|doing|looking|]
  do I [already|] have [a|any] [lists|list|project] [for|called|named|] {project: <project>}
  how many [lists|projects] [do I have|are there|have I got] [now|]
  what are my [lists|projects] [called|]
  [what|which] [lists|projects] [do I have|are there|have I got]
  [show|list|read|tell me] [me|] [all|] my [lists|projects]
  how is [the|my] {project: <project>} project [going|doing|coming along]
  [what is|what's] the [status|progress] of [the|my] {project: <project>} project
  how many [lists|projects] do I have
  do I have [a|any] {project: <project>} list
snooze:
  [remind|tell|ask|alert|nudge] {person: me} [again|about it again|about this again|about that again] {when: <when>}
  [remind|tell] {person: me} {when: [later|in a bit|in a while|a bit later|later today|tonight|in <length>]} [again|please|]
  [snooze|postpone|delay|push back] [it|that reminder|this reminder|the reminder|that] [for|by] {duration: <length>}
  [snooze|postpone|delay] [that reminder|this reminder|the reminder] {when: <new_when>}
  [give me|I need] {duration: [five|ten|<small>] more minutes} [for that|please|]
  [not now|not yet|later], [remind {person: me} in {duration: <length>}|{when: <when>}|in {duration: <length>}]
  [I'm busy|I can't right now|I'm driving], remind {person: me} [again|] {when: <when>}
  remind {person: me} [again|] [{when: in <length>}|{when: <when>}] [again|]
  [remind me again|not now], {when: <when>}
  snooze [this|that|the|my] reminder [for {duration: <length>}|{when: until <clock_time>}|{when: until <day>}|]
  [postpone|delay] [this|that|the] reminder [by {duration: <length>}|{when: until <day>}|]
  [ask|tell] me again {when: <when>}
  not now, remind {person: me} [later|{when: <when>}]
acknowledge:
  [okay|ok|yes|yeah|right|all right|fine|thanks|] [I've seen it|I saw it|I got that|I hear you|heard you|I remember|I remembered|I won't forget|I'll do it|I'll get to it|I'm doing it now|on my way|I know about it] [thanks|thank you|already|]
  [you can|please|] [dismiss|clear|close|acknowledge|stop] [the|this|that|my] [reminder|notification|alert] [please|now|]
  [no need to|don't|you don't have to] remind me [again|anymore|any more]
  [that's|it's] [noted|understood|okay I know]
  [okay|ok|alright|yes|thanks|] [got it|I heard you|I know|I got it|noted|understood|I'm on it|will do] [thanks|thank you|]
  dismiss [the|this|that|my|] [reminder|it|notification|]
  [acknowledge|acknowledged] [the reminder|]
  [stop|you can stop] reminding me
  [okay|thanks], I'll do it
title_corrected:
  call <first_name> [no|sorry|I mean|no wait|no sorry|or rather] <first_name>
  [call|email|text|meet|visit] <who> [no|sorry|I mean|no wait|no sorry] <who>
  buy <thing> [no|sorry|I mean|no wait|no sorry|actually] <thing>
  <deed> [no wait|no I mean|sorry|no sorry|or rather] <deed>
when_corrected:
  at <clock_time> [no|no wait|sorry|I mean|make that|actually|or rather] [at|] <clock_time>
  <day> [no|no wait|sorry|I mean|make that|actually|or rather] <day>
  [on|] <weekday> [no|no wait|sorry|I mean|make that|or rather|no on] <weekday>
  <day> at <clock_time> [no|no wait|sorry|I mean|make that|actually] at <clock_time>
"""
