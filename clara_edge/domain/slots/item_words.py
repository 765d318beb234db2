"""Pairs that are one thing, and the deeds that tell a task from a thing."""

from __future__ import annotations


def word_set(joined: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(joined.split())


def _pair(joined: str) -> tuple[str, str]:
    one, other = " ".join(joined.split()).split(" and ")
    return one, other


_PAIRS = """
    arts and crafts, b and b, back and forth, bacon and eggs, bed and breakfast,
    biscuits and gravy, black and white, bread and butter, bride and groom, burger and
    fries, cheese and onion, chips and dip, chips and salsa, cookies and cream, cream
    and sugar, first and last, fish and chips, gin and tonic, ham and cheese, ham and
    eggs, health and safety, knife and fork, knives and forks, lock and key, lost and
    found, m and m, mac and cheese, macaroni and cheese, milk and honey, mom and dad,
    mother and father, mum and dad, nuts and bolts, oil and vinegar, peanut butter and
    jelly, pen and paper, pots and pans, pros and cons, q and a, r and d, research and
    development, rice and beans, rock and roll, rum and coke, salt and pepper, salt and
    vinegar, shampoo and conditioner, sour cream and onion, spaghetti and meatballs,
    sweet and sour, tea and biscuits, terms and conditions, track and field, trial and
    error, up and down, washer and dryer, wear and tear
"""
PAIRS = frozenset(_pair(joined) for joined in _PAIRS.split(","))
"""What is bought or called by a name with "and" is one thing."""

DEEDS = word_set(
    """
    accept add answer apply arrange ask attend back bake bathe bill bleach bleed board
    bolt book borrow bring brush build buy call cancel change charge chase check choose
    clean clear close collect complete confirm contact cook copy cut decide defrost
    deliver deposit design discuss do donate download draft draw drink drive drop dust
    e-mail eat edit email empty exchange exercise feed fetch figure file fill finalise
    finalize find finish fix fold follow forward freeze get give go grab groom hand hang
    have help hire hoover install insure invite invoice iron join keep lay learn leave
    let load lock look mail make measure meet mend message mop move mow nominate notify
    oil open order organise organize pack paint park pay phone pick plan plant play
    polish post practice practise prepare print process prune pull purchase push put
    read rearrange receive record recycle refill register rehearse remove renew rent
    repair repay replace reply research reserve return review ring run save scan
    schedule scrub see sell send service set sew share shop show shower sign skype sort
    speak start stop study submit sweep switch take talk tell test text thank throw tidy
    train transfer translate treat trim try turn unload unpack update upload vacuum
    visit wait wake walk wash watch water weed wipe work wrap write
    """
)
"""Verbs that begin a task."""
