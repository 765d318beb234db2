"""Words that every kind of sentence needs: times, people, lists, titles, politeness."""

COMMON = """
hello:
  please
  can you
  could you
  would you
  can you please
  could you please
  hey clara
  clara
  okay
  um
  uh
  so
  I want you to
  I'd like you to
  go ahead and
bye:
  please
  thanks
  thank you
  for me
  clara
  now
  right now
number:
  <small>
  <digits>
small:
  two
  three
  four
  five
  six
  seven
  eight
  nine
  ten
  twelve
  fifteen
  twenty
  twenty five
  thirty
  forty
  forty five
  ninety
digits:
  2
  3
  4
  5
  7
  8
  10
  15
  20
  25
  30
  40
  45
  60
  90
weekday:
  Monday
  Tuesday
  Wednesday
  Thursday
  Friday
  Saturday
  Sunday
month:
  January
  February
  March
  April
  May
  June
  July
  August
  September
  October
  November
  December
ordinal_day:
  first
  second
  third
  fourth
  fifth
  ninth
  tenth
  twelfth
  fourteenth
  fifteenth
  twentieth
  twenty first
  twenty third
  thirtieth
  1st
  2nd
  3rd
  5th
  12th
  21st
  30th
hour:
  one
  two
  three
  five
  six
  seven
  eight
  nine
  ten
  eleven
  1
  2
  4
  5
  6
  7
  8
  9
  10
  11
clock_time:
  <hour>
  <hour> [am|pm|a.m.|p.m.|o'clock]
  <hour>:[15|30|45|00|05|10] [am|pm|]
  <hour> thirty [am|pm|]
  half past <hour>
  quarter [to|past] <hour>
  <small> [minutes|] [to|past] <hour>
  noon
  midnight
  <hour> in the [morning|evening|afternoon]
  <hour> at night
part_of_day:
  morning
  afternoon
  evening
  night
day:
  today
  tomorrow
  tonight
  [on|this|next|] <weekday>
  [on|next|this] <weekday> <part_of_day>
  tomorrow <part_of_day>
  this [morning|afternoon|evening|week|weekend|month]
  next [week|month|weekend|year]
  on the <ordinal_day>
  on [the|] <ordinal_day> of <month>
  on <month> [the|] <ordinal_day>
  <month> <ordinal_day>
  the day after tomorrow
  a week from [today|tomorrow|<weekday>]
  [before|after|by] <weekday>
  by [the|] end of [the|] [day|week|month|year]
  for [today|tomorrow|<weekday>|this week|next week]
  to day
  to morrow
unit:
  minutes
  hours
  days
  weeks
length:
  <number> [minutes|hours|days|weeks|seconds]
  [a|one|1] [minute|hour|day|week]
  half an hour
  an hour and a half
  [a|one] couple of [minutes|hours|days]
  [a|] quarter of an hour
  a few [minutes|hours|days]
  <small> and a half [minutes|hours]
when:
  <day>
  <day>
  <day> at <clock_time>
  at <clock_time>
  at <clock_time> <day>
  in <length>
  <length> from now
  later
  later today
  first thing <weekday> morning
  [before|after|by|around] <clock_time>
  [before|after] [work|lunch|dinner|breakfast|school]
  between <hour> and <hour>
  on [Christmas|Christmas eve|New Year's day|Easter Monday|Thanksgiving]
new_when:
  to <day>
  to <clock_time>
  to <weekday> at <clock_time>
  until <day>
  until <clock_time>
  by <length>
  to [next week|next month|tomorrow|the weekend|later]
  for <weekday> [instead|]
repeat:
  every [day|morning|evening|night|week|month|year]
  every <weekday>
  every <weekday> at <clock_time>
  every other <weekday>
  every [other|second] [day|week|month]
  every weekday [at <clock_time>|]
  every day at <clock_time>
  on [weekdays|weekends]
  [daily|weekly|monthly|yearly]
  twice a [day|week|month]
  every [first|last|second] <weekday> of the month
  on the <ordinal_day> of every month
  every <number> [days|weeks|hours|minutes]
  each <weekday>
  <weekday>s [at <clock_time>|]
  every <weekday> and <weekday>
  every <weekday> until <month>
first_name:
  Ann
  Bob
  Maria
  Tom
  Aisha
  Chen
  Fatima
  Lukas
  Priya
  Jamal
  Elena
  Kofi
  Yuki
  Sarah
  Mike
  Oliver
  Nadia
  Pedro
  Ingrid
  Sam
relative:
  mum
  mom
  dad
  grandma
  my wife
  my husband
  my son
  my daughter
  my sister
  my brother
  the kids
  my boss
  the team
who:
  <first_name>
  <relative>
me:
  {person: me}
  {person: me}
  {person: me}
  {person: me}
  {person: us}
  {person: <first_name>}
  {person: <relative>}
project:
  shopping
  grocery
  groceries
  work
  home
  garden
  holiday
  kitchen renovation
  party
  birthday
  packing
  errands
  school
  garage
  wedding
  moving
  reading
  Christmas
  health
  finance
  taxes
  office
  side project
  book club
  weekend
  hardware store
  pharmacy
  camping trip
  car
  thesis
  house
  family
  travel
  bathroom
  <first_name>
tag:
  errands
  phone
  office
  computer
  important
  waiting
  quick
  home
  outside
  calls
  online
  car
  money
  school
  <project>
priority:
  urgent
  very urgent
  really urgent
  important
  really important
  very important
  high priority
  top priority
  low priority
  medium priority
  not important
  not urgent
  not that important
  normal priority
thing:
  milk
  eggs
  bread
  butter
  oat milk
  a dozen eggs
  two litres of milk
  bananas
  tomatoes
  olive oil
  toilet paper
  washing powder
  dog food
  cat litter
  light bulbs
  batteries
  a birthday card
  paper towels
  chicken
  rice
  coffee
  tea bags
  orange juice
  sunscreen
  nails
  screws
  paint
  stamps
  flowers
  wine
  cheese
  yoghurt
  nappies
  shampoo
  toothpaste
  6 apples
  potatoes
  onions
  salt
  a new charger
chore:
  laundry
  dishes
  taxes
  tax return
  rent
  electricity bill
  homework
  report
  presentation
  insurance
  hoovering
  vacuuming
  ironing
  passport
  car service
  oil change
  recycling
  gutters
  newsletter
  budget
  invoice
  thank you notes
  groceries
  garden
  bathroom
  kitchen
  bike
  website
  slides
  contract
appointment:
  dentist
  dentist appointment
  doctor
  doctor's appointment
  haircut
  meeting with <who>
  parents evening
  team meeting
  staff meeting
  yoga class
  piano lesson
  job interview
  lunch with <who>
  dinner with <who>
  vet appointment
  flight to [Berlin|Lagos|Madrid|Tokyo]
  birthday party
deed:
  call <who>
  call the [bank|dentist|plumber|school|insurance|doctor|landlord|garage]
  email <who> [about the <chore>|]
  text <who>
  write to <who>
  buy <thing>
  buy <thing> and <thing>
  pick up <thing>
  get <thing>
  pick up [the kids|the parcel|the dry cleaning|<first_name>] [from school|from the station|]
  pay [the|my] [rent|electricity bill|phone bill|credit card|gardener|water bill|parking ticket]
  clean the [bathroom|kitchen|fridge|oven|windows|garage|car]
  water the [plants|garden|tomatoes|lawn]
  feed the [cat|dog|fish|rabbits]
  walk the dog
  take out the [trash|bins|rubbish|recycling]
  put the bins out
  take my [medicine|pills|vitamins|antibiotics]
  book [a table|a flight|a hotel|the dentist|train tickets|the car in]
  renew my [passport|library card|insurance|licence|subscription]
  finish the [report|presentation|essay|slides|book|painting]
  send [the invoice|the contract|a card to <who>|the photos to <who>]
  write the [report|essay|newsletter|speech|thank you notes]
  review [the budget|the contract|<first_name>'s draft|the pull request]
  fix the [bike|tap|door|roof|printer|fence]
  do the [laundry|dishes|taxes|ironing|hoovering|shopping]
  return [the library books|the shoes|<who>'s drill|the parcel]
  cancel the [gym membership|subscription|newspaper|appointment]
  change the [sheets|oil|light bulb|water filter]
  charge the [car|camera|phone|bike]
  check the [oven|tyres|mail|smoke alarm|heating]
  prepare [dinner|the meeting|the guest room|for the exam]
  defrost the [chicken|freezer]
  play [football|piano|tennis] with <who>
  set up the [printer|new phone|router]
  start the [washing machine|dishwasher]
  mow the lawn
  study for the [exam|driving test]
  wrap the presents
  back up the [laptop|photos]
  stop by the [pharmacy|post office|bank]
  measure the [windows|kitchen]
title:
  <deed>
  <deed>
  <deed>
  <real_title>
  <real_title>
done_deed:
  called <who>
  called the [bank|dentist|plumber|school]
  emailed <who>
  bought <thing>
  picked up <thing>
  paid the [rent|electricity bill|phone bill|gardener]
  cleaned the [bathroom|kitchen|fridge|windows]
  watered the [plants|garden]
  fed the [cat|dog]
  walked the dog
  taken out the [trash|bins|rubbish]
  took out the [trash|bins]
  taken my [medicine|pills]
  booked [a table|the flight|the dentist]
  renewed my passport
  finished the [report|presentation|essay]
  sent the [invoice|contract|photos]
  written the report
  wrote the report
  fixed the [bike|tap|door]
  done the [laundry|dishes|taxes]
  did the [laundry|dishes|shopping]
  returned the library books
  mowed the lawn
  got <thing>
named:
  <title>
  <title>
  the <chore>
  <chore>
  <thing>
  the <appointment>
  [it|that|that one|this one|the last one|the first one|the second one]
"""
