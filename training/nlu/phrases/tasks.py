"""What people say about tasks, lists and reminders beyond TOPv2's reminders."""

TASKS = """
create_listed:
  [add|put|stick|write|get] <items> [to|on|onto] [my|the|our|] {project: <project>} [list|project|to do list|board]
  [add|put] <items> [to|on|onto|in|under] [my|the|our] [to do list|list|todo list|tasks|todos|list of things to do]
  [add|put] <items> to [the|my|our] list [called|named] {project: <project>}
  [add|put] <items> [under|in|to|on] {project: <project>}
  [my|the|our] {project: <project>} list needs <items>
  <items> [on|to] [my|the] {project: <project>} list
  we [need|are out of|ran out of] {title: <thing>}, [add it|put it] [to|on] the {project: <project>} list
items:
  {title: <thing>}
  {title: <thing>}
  {title: <title>}
  {title: <thing>} and {title: <thing>}
  {title: <thing>}, {title: <thing>} and {title: <thing>}
  {title: <thing>} {title: <thing>} and {title: <thing>}
  {title: <thing>}, {title: <thing>}, {title: <thing>}
create_plain:
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
  rename {title: <named>} to {new_title: <title>}
  [change|edit] {title: <named>} to {new_title: <title>}
  [call|name] {title: <named>} {new_title: <title>} instead
  [change|edit] the [title|name|wording] of {title: <named>} to {new_title: <title>}
  no, [I said|I meant|it's] {new_title: <title>}
delete:
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
  how many [tasks|things|todos|items|reminders] [do {person: I} have|are there|are left|are due|are on my list] [{when: <day>}|]
  how many [items|things] are [on|in] [my|the] {project: <project>} list
  how many {priority: <priority>} tasks [do {person: I} have|are there]
  count [my|the] [tasks|items] [on the {project: <project>} list|]
query_when:
  when [do {person: I} have|am {person: I} supposed|do {person: I} need] to {title: <title>}
  when is {title: [my|the] <appointment>}
  when is {title: the <chore>} due
  [what time|what day|which day|at what time] is [my|the] {title: <appointment>}
  [when|what time] does {title: [my|the] <appointment>} [start|begin|end]
  when is {title: [my|the] next <appointment>}
breakdown:
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
  [create|make|start|add|open|set up|begin] [a|a new|another|new] [list|project] [called|named|for|:] {project: <project>}
  [create|make|start|add|set up] [a|a new|another|new] {project: <project>} [list|project]
  new [project|list] {project: <project>}
  I [need|want] [a|a new] [list|project] [for|called] {project: <project>}
  [create|make|start] [a|] new [list|project]
project_query:
  [what|which] [lists|projects] [do I have|are there|have I got]
  [show|list|read|tell me] [me|] [all|] my [lists|projects]
  how is [the|my] {project: <project>} project [going|doing|coming along]
  [what is|what's] the [status|progress] of [the|my] {project: <project>} project
  how many [lists|projects] do I have
  do I have [a|any] {project: <project>} list
snooze:
  remind {person: me} [again|] [{when: in <length>}|{when: <when>}] [again|]
  [remind me again|not now], {when: <when>}
  snooze [this|that|the|my] reminder [for {duration: <length>}|{when: until <clock_time>}|{when: until <day>}|]
  [postpone|delay] [this|that|the] reminder [by {duration: <length>}|{when: until <day>}|]
  [ask|tell] me again {when: <when>}
  not now, remind {person: me} [later|{when: <when>}]
acknowledge:
  [okay|ok|alright|yes|thanks|] [got it|I heard you|I know|I got it|noted|understood|I'm on it|will do] [thanks|thank you|]
  dismiss [the|this|that|my|] [reminder|it|notification|]
  [acknowledge|acknowledged] [the reminder|]
  [stop|you can stop] reminding me
  [okay|thanks], I'll do it
"""
