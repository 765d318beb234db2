"""Which time zone a place is in, by the names of the tz database and of cities."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Cities and states that people ask about and that name no zone of their own.
_KNOWN = {
    "America/New_York": "boston|philadelphia|washington|washington dc|atlanta|miami|orlando|florida|georgia state|massachusetts|new york city|pittsburgh|ohio|cleveland|virginia|pennsylvania|new jersey|east coast",
    "America/Chicago": "dallas|houston|austin|san antonio|texas|new orleans|minneapolis|st louis|memphis|nashville|illinois|minnesota|wisconsin|milwaukee|kansas city",
    "America/Denver": "colorado|utah|salt lake city|new mexico|albuquerque|montana|wyoming",
    "America/Phoenix": "arizona|tucson",
    "America/Los_Angeles": "san francisco|seattle|san diego|las vegas|portland|california|nevada|oregon|hollywood|san jose|sacramento|silicon valley|west coast",
    "America/Anchorage": "alaska",
    "Pacific/Honolulu": "hawaii",
    "America/Toronto": "montreal|ottawa|quebec|ontario",
    "America/Edmonton": "calgary|alberta",
    "America/Vancouver": "british columbia|victoria bc",
    "America/Sao_Paulo": "rio|rio de janeiro|brasilia",
    "America/Mexico_City": "guadalajara",
    "Europe/London": "england|scotland|wales|northern ireland|britain|great britain|united kingdom|uk|the uk|manchester|liverpool|edinburgh|glasgow|birmingham|cardiff|leeds|bristol|oxford|cambridge",
    "Europe/Dublin": "cork",
    "Europe/Berlin": "munich|hamburg|frankfurt|cologne|stuttgart|dresden|leipzig|dusseldorf|bavaria",
    "Europe/Rome": "milan|naples|florence|venice|turin",
    "Europe/Madrid": "barcelona|valencia|seville",
    "Europe/Paris": "lyon|marseille|nice|bordeaux|toulouse",
    "Europe/Zurich": "geneva|basel|bern",
    "Europe/Amsterdam": "rotterdam|the hague|holland",
    "Europe/Brussels": "antwerp",
    "Europe/Warsaw": "krakow|gdansk",
    "Europe/Lisbon": "porto",
    "Europe/Moscow": "st petersburg|saint petersburg",
    "Europe/Istanbul": "ankara",
    "Asia/Kolkata": "mumbai|bombay|delhi|new delhi|bangalore|bengaluru|chennai|hyderabad|calcutta|pune",
    "Asia/Shanghai": "beijing|shenzhen|guangzhou|china",
    "Asia/Tokyo": "osaka|kyoto|yokohama",
    "Asia/Jerusalem": "tel aviv",
    "Asia/Ho_Chi_Minh": "hanoi|saigon|ho chi minh city",
    "Asia/Dubai": "abu dhabi|emirates|the emirates",
    "Asia/Riyadh": "mecca|jeddah",
    "Asia/Karachi": "islamabad|lahore",
    "Asia/Seoul": "korea|south korea|busan",
    "Asia/Taipei": "taiwan",
    "Australia/Sydney": "canberra|new south wales",
    "Australia/Brisbane": "gold coast|queensland",
    "Pacific/Auckland": "wellington|christchurch",
    "Africa/Johannesburg": "cape town|durban|pretoria",
    "Africa/Lagos": "abuja",
    "Africa/Cairo": "alexandria",
    "UTC": "utc|universal time|coordinated universal time|zulu",
    "Etc/GMT": "gmt|greenwich",
}
_COUNTRIES = {"usa": "US", "america": "US", "the states": "US", "us": "US"}
_DROPPED = frozenset(".,'\N{RIGHT SINGLE QUOTATION MARK}()")
_ARTICLES = ("the ", "city of ")


@dataclass(frozen=True, slots=True)
class Places:
    """Zones by the folded name of a place; several for a country that has several."""

    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, place: str) -> tuple[str, ...]:
        """Return the zones of a place; () for one that nobody knows."""
        name = folded(place)
        for article in ("", *_ARTICLES):
            if found := self.zones.get(name.removeprefix(article)):
                return found
        # "Paris, France"; the whole name was tried
        city, comma, _ = place.partition(",")
        return self.find(city) if comma else ()


def places(
    zone_names: Iterable[str], countries: Mapping[str, tuple[str, tuple[str, ...]]]
) -> Places:
    """Put the names together.

    Args:
        zone_names: IANA names.
        countries: by ISO 3166 code, the name of each and its zones, the main one first.
    """
    known = set(zone_names)
    zones: dict[str, tuple[str, ...]] = {}
    for name, of_country in countries.values():
        zones[folded(name)] = of_country
    for name, code in _COUNTRIES.items():
        if code in countries:
            zones[name] = countries[code][1]
    # "America/Indiana/Knox" is Knox; of two with one name the shorter path is the city
    for zone in sorted(known, key=lambda z: (-z.count("/"), z)):
        if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/")):
            zones[folded(zone.rpartition("/")[2])] = (zone,)
    for zone, names in _KNOWN.items():
        if zone in known:
            zones.update(dict.fromkeys(names.split("|"), (zone,)))
    return Places(zones)


def folded(name: str) -> str:
    """Return a name in lower case, without accents, dots, hyphens and underscores."""
    bare = "".join(
        " " if c in "_-&/" else c
        for c in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(c) and c not in _DROPPED
    )
    words = ["st" if word == "saint" else word for word in bare.split()]
    return " ".join(words)
