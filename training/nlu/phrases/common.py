"""Words that every kind of sentence needs: times, people, lists, titles, politeness."""

COMMON = """
hello:
  hey jarvis
  jarvis
  hi clara
  and
  then
  and then
  and also
  also
  well
  would you please
  will you
  I need you to
  er
  hmm
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
  okay
  if you can
  if you would
  as well
  too
  um
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
  vacation list
  books to lend
  Christmas presents
  birthday party
  school supplies
  movies
  books
  gifts
  bucket
  fitness
  renovation
  charity
  science fair
  mum's birthday
  baby
  gardening
  budget
  invoices
  band practice
  meal plan
  Portugal trip
  spring cleaning
  clients
  study
  research
  bike repair
  summer camp
  kids
  house hunting
  chores
  DIY
  music
  writing
  cleaning
  board meeting
  photo album
  bills
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
  urgent
  family
  hardware store
  garden
  health
  work
  email
  evening
  five minutes
  morning
  low energy
  deep work
  someday
  next
  travel
  shops
  reading
  budget
  review
  follow up
  bank
  phone calls
  paperwork
  deadline
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
  pepper
  apples
  carrots
  garlic
  a lemon
  honey
  flour
  sugar
  yeast
  pasta
  spaghetti
  tomato sauce
  beans
  lentils
  tofu
  salmon
  bacon
  sausages
  minced meat
  crisps
  chocolate
  biscuits
  ice cream
  lettuce
  cucumber
  spinach
  mushrooms
  peppers
  strawberries
  grapes
  soap
  dish soap
  bin bags
  tissues
  candles
  plasters
  painkillers
  a lightbulb
  envelopes
  printer paper
  ink
  pencils
  glue
  tape
  wrapping paper
  a screwdriver
  paper plates
  napkins
  beer
  mineral water
  cereal
  oats
  jam
  peanut butter
  ketchup
  mustard
  mayonnaise
  vinegar
  half a kilo of cheese
  three cans of tomatoes
  a bunch of bananas
  a loaf of bread
  two packs of pasta
  cat food
  bird seed
  compost
  tomato plants
  a plant pot
  socks
  running shoes
  a raincoat
  a present for <who>
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
  essay
  thesis
  novel
  boiler
  shed
  attic
  basement
  garage
  wardrobe
  car
  photos
  tax forms
  quote
  proposal
  application
  CV
  visa
  mortgage
  bathroom tiles
  fence
  wedding speech
  seating plan
  guest list
  cake
  school run
  lawn
  hedge
  spreadsheet
  expenses
  backup
  blog post
  survey
  menu
  birthday present
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
  optician
  physio
  physiotherapy
  massage
  blood test
  vaccination
  check up
  eye test
  hairdresser
  barber
  driving lesson
  choir practice
  football practice
  baseball practice
  band rehearsal
  book club
  yoga
  gym class
  swimming lesson
  MOT
  car service
  board meeting
  conference call
  budget meeting
  one on one with <who>
  coffee with <who>
  call with <who>
  brunch with <who>
  drinks with <who>
  meeting
  interview
  wedding
  <first_name>'s birthday
  <first_name>'s party
  school play
  concert
  theatre
  reunion
  graduation
  exam
  parent teacher meeting
  house viewing
  plumber
  delivery
  holiday
  trip to [Paris|Rome|the beach|the mountains]
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
  call <who> back
  ask <who> about [the <chore>|<thing>|the trip|the party]
  invite <who> to [dinner|the party|lunch]
  visit <who>
  meet <who> [at the station|for lunch|]
  thank <who> for [the present|the help|dinner]
  apologise to <who>
  congratulate <who>
  bring <thing> to [school|work|the party]
  collect [the parcel|my shoes|the dry cleaning|<who>]
  drop off [the car|the parcel|the kids|the laundry]
  order <thing>
  cook [dinner|soup|lunch|a curry]
  bake [a cake|bread|cookies]
  plan the [party|holiday|wedding|trip|move|menu]
  organise the [garage|party|files|photos|bookshelf]
  clear out the [garage|attic|shed|wardrobe]
  paint the [fence|bedroom|door|kitchen]
  hang up the [laundry|picture|curtains]
  iron the [shirts|curtains]
  wash the [car|dog|windows|dishes|curtains]
  empty the [dishwasher|bins|fridge]
  pack [the suitcase|for the trip|lunch|my bag]
  file the [taxes|papers|complaint]
  sign the [contract|form|permission slip]
  print the [tickets|forms|boarding pass]
  submit the [report|application|expenses|assignment]
  read [the contract|chapter five|the book|the article|War and Peace]
  watch [the lecture|the game|the documentary]
  practise [the piano|Spanish|my speech|guitar]
  go to [the gym|the bank|the post office|the dentist|bed early|the pharmacy]
  go for a [run|walk|swim]
  get [a haircut|petrol|the car washed|cash|a flu shot]
  make [dinner|an appointment with <who>|the bed|a reservation|a doctor's appointment]
  update [the website|my CV|the software|the spreadsheet]
  install [the shelf|the update|a smoke alarm]
  replace the [filter|battery|light bulb|tyres]
  measure the room
  look for [a new flat|my passport|flights|a present for <who>]
  research [phones|hotels|schools|mortgages]
  compare [prices|insurance quotes]
  register for the [course|race|conference]
  sell the [sofa|bike|car]
  donate the [clothes|books|toys]
  plant [the tomatoes|roses|the bulbs]
  rake the leaves
  shovel the snow
  worm the cat
  give the dog his pill
  do [my homework|yoga|the accounts|fifty push ups|my stretches]
  sort [the laundry|out the photos|the recycling]
  fill in the [form|tax return|survey]
  transfer the [money|deposit]
  close [the windows|the account]
  lock the [door|shed]
  turn off the [oven|heating|sprinkler]
  turn the [chicken|compost]
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
  called <who> [back|]
  asked <who>
  invited <who>
  visited <who>
  met <who>
  ordered <thing>
  cooked dinner
  baked the cake
  planned the [party|trip]
  painted the [fence|bedroom]
  washed the [car|dishes|windows]
  emptied the [dishwasher|bins]
  packed the suitcase
  filed the taxes
  signed the [contract|form]
  printed the tickets
  submitted the [report|application]
  read [the contract|the book]
  practised the piano
  been to the [gym|bank|dentist]
  gone to the [gym|bank|dentist]
  went to the [gym|bank|post office]
  made [dinner|the bed|the reservation]
  updated the website
  replaced the [filter|battery]
  sold the bike
  spoken to <who>
  spoke to <who>
  talked to <who>
  written to <who>
  wrote to <who>
  ironed the shirts
  changed the [sheets|oil]
  put the bins out
  hoovered the [house|living room]
  vacuumed
  wrapped the presents
  cleared out the [garage|attic]
  picked up the [kids|parcel|dry cleaning]
  dropped off the [car|parcel]
  sent the email
  cancelled the [subscription|gym membership]
  filled in the form
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
