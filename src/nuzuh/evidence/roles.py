"""Who did what to whom, where: the roles around a trigger, found by the words between them."""

from dataclasses import dataclass, field

from nuzuh.evidence.language import pattern
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.patterns import Frame
from nuzuh.evidence.phrases import bare_facility, listed_before, place_phrase
from nuzuh.evidence.scenes import around, inside, located, off
from nuzuh.evidence.subjects import is_in_a_clause, is_scene, relative, stands_for_another, subject_before, subject_of
from nuzuh.evidence.triggers import Trigger
from nuzuh.evidence.verbs import goes_on, is_adjective, is_deed, is_participle, is_suffered, verb_start
from nuzuh.evidence.victims import does_harm, first_of_all

#: Kinds of claims that speak of people who are no civilians, by the unit of these.
_OF_ALL = {
    "fighters": {"deployment", "casualty"},
    "prisoners": {"release", "casualty"},
    "one": {"casualty"},
    "bodies": {"casualty"},
}
_RIGHT = 6  # words from a verb to its object


@dataclass
class Roles:
    """What was found around one trigger, from token ``i`` up to ``j``."""

    frame: Frame
    i: int
    j: int
    people: Mention | None = None
    actor: Mention | None = None
    way: Mention | None = None
    foe: Mention | None = None
    places: list[Mention] = field(default_factory=list)
    to: list[Mention] = field(default_factory=list)
    part: str | None = None
    facility: str | None = None
    home: bool = False
    adjoined: bool = False  # people stand right beside the trigger
    dated: bool = False  # a day is told right after
    toll: bool = False  # a toll is told before
    land: bool = False  # villages or positions without a name
    pronoun: str | None = None  # what stands for who does it: "they", "the group"
    noun: bool = False  # the trigger is one, of which the verb comes later

    @property
    def tokens(self) -> tuple[int, int]:
        """First token, and the one after the last, of all that was found."""
        named = [m for m in (self.people, self.way, self.actor, *self.places, *self.to) if m is not None]
        return min([self.i, *(m.i for m in named)]), max([self.j, *(m.j for m in named)])

    def take(self, mention: Mention | None) -> None:
        """Give a mention the role of its label."""
        if mention is None:
            return
        if mention.label == "place":
            self.places = [mention]
        else:
            setattr(self, mention.label, mention)


def fill(sentence: Sentence, trigger: Trigger) -> Roles | None:
    """Find the roles around a trigger; None where its frame does not fit the sentence."""
    known = sentence.language
    frame, i, j = trigger.frame, trigger.i, trigger.j
    if frame.kind == "attack" and frame.from_before and not known["by"].isdisjoint(sentence.low[i:j]):
        return None  # "shelled by fighters in nearby areas"
    if frame.kind == "control" and sentence.has(j, "participation") and sentence.has(j + 1, "in"):
        return None  # "took part in"
    deed = frame.voice == "verb" and is_deed(sentence, frame, i, j)
    roles = Roles(frame, i, j, noun=deed or frame.voice in ("noun", "event"))
    if (day := sentence.starting(j, "date")) is not None and frame.voice not in ("inside", "event"):
        j = day.j  # "(shelled) on Monday the town of X"
    end, after = _right_edge(sentence, j), j
    if frame.voice == "inside":
        roles.people = sentence.at(i, "people")
        if roles.people is None or roles.people.figure is None:
            return None
        after = roles.people.j
    elif roles.noun:
        roles.actor = _owner(sentence, i)
        after = (
            _object(sentence, roles, j) if frame.voice != "event" else j - (sentence.low[j - 1] in frame.prepositions)
        )
    elif is_adjective(sentence, frame, i, j) or (
        frame.kind == "casualty" and frame.voice == "left" and does_harm(sentence, verb_start(sentence, i), i, j)
    ):
        return None
    elif frame.voice == "verb" and _passive(sentence, frame, i, j):
        if goes_on(sentence, i):
            return None
        roles.take(subject_before(sentence, i, tuple(label for label in frame.object if label != frame.subject)))
        _patient(sentence, roles)
    else:
        beside = next((m for m in sentence.of("people") if frame.kind == "population" and m.j == i), None)
        roles.take(beside or subject_before(sentence, i, (frame.subject,)))  # "fears for the 5,000 people still in X"
        if frame.subject == "place":
            _patient(sentence, roles)
        if frame.close and not _closely(sentence, roles):
            return None
        after = _object(sentence, roles, j)
        if frame.voice == "left" and after == j and sentence.low[j - 1] in frame.prepositions:
            return None  # "remain in a hospital in X"
        if frame.kind == "control" and not roles.places and roles.actor is not None:
            roles.places = relative(sentence, roles.actor, verb_start(sentence, i))
    verb = verb_start(sentence, i)
    if frame.kind == "displacement" and frame.voice == "active" and sentence.low[i - 1 : i] == ("-",):
        return None  # "places that are hard-to-reach"
    if "place_to" in frame.object and any(sentence.tokens(f.start, f.end)[0] == j for f in sentence.figures):
        return None  # "the number of victims has reached 230"
    takes = frame.kind == "control" and frame.voice == "active" and frame.subject == "actor"
    if takes and is_suffered(sentence, verb, i):
        return None  # "the rebels had been pushed out of X"
    driven = frame.subject == "loser" and frame.voice == "left"
    if driven and (not is_suffered(sentence, verb, i) or subject_before(sentence, i, ("actor",)) is None):
        return None  # "families were driven from X"
    lasting = frame.kind == "control" and frame.subject == "place" and frame.voice == "left"
    if lasting and known["lasting"] & {*sentence.low[max(0, verb - 1) : i]}:
        return None
    if roles.people is not None and frame.kind != "casualty" and _harmed(sentence, roles.people, i):
        return None
    if roles.people is not None and frame.kind not in _OF_ALL.get(roles.people.kind, {frame.kind}):
        return None
    if frame.after and not (roles.people and roles.people.i >= j and _follows(sentence, roles.people.j, frame.after)):
        return None
    if frame.kind == "displacement" and roles.people is not None and roles.people.j <= i:
        _prepositions(sentence, roles, roles.people.j, i)  # "9,000 people in X were displaced"
        if not roles.places and not roles.to and sentence.has(roles.people.j, "of"):
            roles.places = place_phrase(sentence, roles.people.j + 1).places  # "residents of X fled"
    if frame.kind == "casualty" and roles.people is not None and roles.people.j <= i:
        roles.people = first_of_all(sentence, roles.people)
    roles.home = any(w in known["homes"] for w in sentence.low[j : min(j + 4, end)])
    _prepositions(sentence, roles, after, end)
    if frame.subject == "loser" or (frame.close and frame.subject != "actor"):
        roles.actor = _to(sentence, j, end) or (_by(sentence, i, j, end) if is_suffered(sentence, verb, i) else None)
    elif frame.subject == "place" and frame.voice == "left":
        roles.actor = roles.actor or next((m for m in sentence.of("actor") if i <= m.i < j), None)
        if frame.kind == "attack" and roles.actor is None:
            roles.actor = _by(sentence, i, j, end) or _of(sentence, j)
    elif roles.actor is None:
        roles.actor = _by(sentence, i, j, end) or (subject_before(sentence, i, ("actor",)) if deed else None)
        roles.pronoun = stands_for_another(sentence, i) if roles.actor is None else None
    if frame.kind == "deployment" and roles.actor is None and not known.reporting.isdisjoint(sentence.low[:i]):
        roles.actor = subject_of(sentence, i)  # a side that speaks of its own forces
    if roles.actor is None and (frame.means == "clash" or (frame.kind == "casualty" and frame.subject == "cause")):
        roles.actor = subject_before(sentence, i, ("actor",))
        if frame.kind == "casualty" and roles.actor and known["edges"] & {*sentence.low[roles.actor.j : i]}:
            roles.actor = None  # "rebels attacked X, a day after raids on Y left 35 dead"
    who = roles.people
    roles.toll = _of_a_toll(sentence, j)
    roles.adjoined = who is not None and (who.i <= j < who.j or who.j == verb or i < who.i < j)
    roles.dated = any(j <= d.i <= j + 1 for d in sentence.of("date"))
    named = next((k for k in range(j, end) if sentence.has(k, "including")), None)
    if frame.kind == "control" and not roles.places and named is not None:
        roles.places = place_phrase(sentence, named + 1).places  # "holds most of the country, including X and Y"
    if frame.kind == "control" and not roles.places and (what := bare_facility(sentence, j)):
        roles.places, roles.facility = around(sentence, i), what
    if deed and not roles.places and sentence.low[i - 1] in known["known_before"]:
        return None  # "the attack", told before
    if frame.kind == "attack" and not roles.places and known["relatives"] & {*sentence.low[end : end + 1]}:
        _prepositions(sentence, roles, end + 1, _right_edge(sentence, end + 1))  # "hit a square where people met in X"
    if frame.around and not roles.places and not roles.to and roles.way is None:
        roles.places = around(sentence, i)
    if frame.kind == "attack":
        roles.places = list(dict.fromkeys(inside(sentence, place) for place in roles.places))
    if frame.kind == "displacement" and frame.subject == "cause" and roles.people is not None:
        far = roles.places and roles.places[0].i > roles.people.j + _RIGHT
        scene = around(sentence, i) if far or not roles.places else []
        roles.places = [m for m in scene if located(sentence, m, known["inside"])] or roles.places
    return roles


def _of_a_toll(sentence: Sentence, j: int) -> bool:
    """Whether a toll is told of before a token, or in the sentence before: "It rose to 40"."""
    low, known = sentence.low, sentence.language
    before = sentence.before.lower() if low[0] in known["told_on"] else ""
    return not known["toll"].isdisjoint(low[: j + 4]) or any(word in before for word in known["toll"])


def _patient(sentence: Sentence, roles: Roles) -> None:
    """Find the places that a verb befalls: "parts of X and Y were seized", "towns near X fell"."""
    if "place" not in (*roles.frame.object, roles.frame.subject) or roles.people or roles.way:
        return
    verb = verb_start(sentence, roles.i)
    for start in range(max(0, verb - 12), verb):
        places, part, after = place_phrase(sentence, start)
        ruled = roles.frame.subject == "place" and start and sentence.low[start - 1] in sentence.language["blocking"]
        if places and after == verb and not ruled and not is_in_a_clause(sentence, places[0]):
            roles.places, roles.part = places, part
            return
    roles.places = listed_before(sentence, roles.places[0]) if roles.places else []


def _closely(sentence: Sentence, roles: Roles) -> bool:
    """Whether a subject stands right before its verb and, where its frame asks for it, the end of the clause after."""
    low, known, verb = sentence.low, sentence.language, verb_start(sentence, roles.i)
    subject = roles.places[-1] if roles.places else roles.people or roles.actor
    if subject is None or (subject.label == "actor" and known["after_nouns"] & {*low[roles.j : roles.j + 1]}):
        return False  # "rebel control of X"
    between = low[subject.j : verb]
    apart = between[:1] in ((",",), ("(",)) and between[-1] in (",", ")")
    dated = any(roles.j <= d.i <= roles.j + 1 for d in sentence.of("date"))
    ended = low[roles.j : roles.j + 1] == () or low[roles.j] in known["ending"] or not low[roles.j][0].isalnum()
    near = apart or all(w in known.whole or w in known["wide"] or w in known["company"] for w in between)
    return near and (roles.frame.close == "before" or dated or ended)


def _passive(sentence: Sentence, frame: Frame, i: int, j: int) -> bool:
    low, known = sentence.low, sentence.language
    if not (low[i].endswith(known.endings["participle"]) or low[i] in known["participles"]):
        return False
    k = verb_start(sentence, i) - 1
    if not known.be.isdisjoint(low[k + 1 : i]):
        return True
    if k == i - 1 and sentence.has(j, "by"):
        return True
    if i and low[i - 1] in known["perfect"]:
        return False
    # "280,000 people displaced since …", "bridge destroyed": it follows its object, and none stands after it
    patients = sentence.of(*(label for label in frame.object if label != frame.subject))
    return any(m.j == k + 1 and m.kind != "country" and not is_scene(sentence, m) for m in patients) and not any(
        j <= m.i < j + 3 for m in patients
    )


def _harmed(sentence: Sentence, people: Mention, i: int) -> bool:
    """Whether a figure counts the dead or wounded, or one thing that carries people, not those who left."""
    low, known = sentence.low, sentence.language
    between = low[people.j : i] if people.j <= i else low[people.j : people.j + 3]
    lo = max(0, people.i - 4, i + 1 if i < people.i else 0)
    lo = next((k + 1 for k in range(people.i - 1, lo, -1) if low[k] in known["and"] or low[k] in known["edges"]), lo)
    other = known["harmed"] | (known["carriers"] if people.figure is not None else frozenset())
    if other & {*low[lo : people.i], *low[people.i : people.j], *between}:
        return True
    if i < people.i and not known["hitting"].isdisjoint(between):
        return True  # "a bus carrying pilgrims was hit"
    if not known["including"].isdisjoint(low[max(0, people.i - 2) : people.i]) and known["harmed"] & {
        *low[max(0, people.i - 12) : people.i]
    }:
        return True
    later = " ".join(low[people.j : people.j + 16])
    return pattern(known, "harmed_later").search(later) is not None


def _owner(sentence: Sentence, i: int) -> Mention | None:
    """The actor that a noun belongs to: "Russian air strikes", "the rebels' capture of …"."""
    known = sentence.language
    inside = sentence.at(i, "actor")
    if inside is not None:
        return inside
    k = i - 1
    while k >= 0 and (sentence.low[k] in known["owned"] or sentence.low[k].endswith(known.endings["participle"])):
        k -= 1
    return sentence.at(k, "actor")


def _object(sentence: Sentence, roles: Roles, j: int) -> int:
    """Find the object right after a trigger; gives the token after it."""
    for label in roles.frame.object:
        if label in ("place", "place_to"):
            places, part, after = place_phrase(sentence, j)
            if places:
                (roles.to if label == "place_to" else roles.places).extend(places)
                roles.part = part
                return after
        else:
            mention = next((m for m in sentence.of(label) if roles.i < m.i and m.j < j), None)  # "shot five men dead"
            mention = mention or next((m for m in sentence.of(label) if j <= m.i <= j + _RIGHT or m.i < j < m.j), None)
            inside = mention is not None and mention.j < j
            if mention is not None and roles.frame.kind == "casualty" and not inside and _fated(sentence, mention.j):
                continue
            if mention is not None and _reaches(sentence, j, mention.i):
                if label == "actor" and roles.frame.subject == "actor":
                    roles.foe = mention
                else:
                    roles.take(mention)
                return max(j, mention.j)
    return j


def _fated(sentence: Sentence, k: int) -> bool:
    """Whether what stands before token ``k`` has its own fate told there: "(killed) nine wounded"."""
    return sentence.low[k : k + 1] != () and sentence.low[k] in sentence.language["fates"]


def _reaches(sentence: Sentence, j: int, i: int) -> bool:
    """Whether only what may describe an object stands between a verb and it."""
    known = sentence.language
    modifiers = known.modifiers
    return all(
        sentence.low[k] in modifiers
        or sentence.text[k][:1].isupper()
        or sentence.low[k].isdigit()
        or sentence.low[k] in known["company"]
        or sentence.low[k].endswith(known.endings["adjective"])
        or sentence.low[k] in ("“", '"')
        or sentence.at(k, "place", "people") is not None
        for k in range(j, i)
    )


def _right_edge(sentence: Sentence, j: int) -> int:
    known = sentence.language
    low, stops, on_the_right = sentence.low, known["stops"], known["stops_right"]
    return next(
        (k for k in range(j, len(low)) if low[k] in stops or (low[k] in on_the_right and not _as_well(sentence, k))),
        len(low),
    )


def _as_well(sentence: Sentence, k: int) -> bool:
    """Whether a token is one of "as well as", which goes on with a clause."""
    as_ = sentence.language["as"]
    well = k + 1 if sentence.has(k + 1, "well") else k - 1
    return sentence.low[k] in as_ and sentence.has(well, "well") and sentence.has(well + 1, "as")


def _prepositions(sentence: Sentence, roles: Roles, k: int, end: int) -> None:
    """Fill the roles that prepositions give, the first of each first."""
    known = sentence.language
    given, low = roles.frame.prepositions, sentence.low
    beginning = roles.frame.firsts | known["directions"]
    had_places, had_to, first = bool(roles.places), bool(roles.to), k
    while (k := next((c for c in range(k, end) if low[c] in beginning), end)) < end:
        if (closed := _bracket(low, first, k, end)) is not None:  # "(… in the west)"
            k = closed
            continue
        posted = k and low[k - 1] in known["posted"]
        told = next((p for p in _starting(sentence, k) if p in given), None) if not posted else None
        if told is None and off(sentence, k) and (inside := known["in"] & given.keys()):
            told = min(inside)
            k += 1  # "of" takes the place of "in"
        if told is None:
            k += 1
            continue
        role, begin = given[told], k + told.count(" ") + 1
        k += 1
        if role == "actor":
            if begin - 2 > roles.j and is_participle(known, low[begin - 2]) and low[begin - 2] not in known["dealt"]:
                continue  # "the capture of X was followed by raids of the army"
            roles.actor = roles.actor or next((m for m in sentence.of("actor") if begin <= m.i < begin + 5), None)
            continue
        places, part, after = place_phrase(sentence, begin)
        if role == "place_to" and not (known["joining"] - known["whence"]).isdisjoint(low[first:k]):
            continue  # "an offensive on the town that links X to Y"
        if role == "cause":
            role = "place" if _waged(sentence, after) else ""
        elif role == "place" and "place_to" in roles.frame.object and told not in known["whence"]:
            role = "place_to"  # "arrived in X, in Y province"
        if places and role == "place" and not had_places:
            roles.places, roles.part, had_places = places, part, True
        elif places and role == "place_to" and not had_to:
            roles.to, had_to = places, True
        k = max(k, after) if places else k


def _bracket(low: tuple[str, ...], first: int, k: int, end: int) -> int | None:
    """The token that closes a bracket around token ``k`` that was opened from token ``first`` on."""
    opened = next((c for c in range(k, first - 1, -1) if low[c] in ("(", ")")), None)
    return (
        next((c for c in range(k, end) if low[c] == ")"), None) if opened is not None and low[opened] == "(" else None
    )


def _waged(sentence: Sentence, k: int) -> bool:
    """Whether a name is that of a battle: "(by) the X military operations"."""
    return not sentence.language["waged"].isdisjoint(sentence.low[k : k + 3])


def _starting(sentence: Sentence, k: int) -> list[str]:
    """Rows of words that begin at token ``k``, the longest first."""
    return [" ".join(sentence.low[k : k + n]) for n in (4, 3, 2, 1)]


def _by(sentence: Sentence, i: int, j: int, end: int) -> Mention | None:
    low, known = sentence.low, sentence.language
    # "killed in X, held by Y": who holds it did not kill, but "a shell fired by Y" did
    by = next(
        (
            k
            for k in range(i, end)
            if low[k] in known["by"]
            and (k <= j or not is_participle(known, low[k - 1]) or low[k - 1] in known["dealt"])
        ),
        None,
    )
    return next((m for m in sentence.of("actor") if by is not None and by < m.i <= by + 5), None)


def _of(sentence: Sentence, j: int) -> Mention | None:
    """Whose fire a place is under: "came under the bombardment of the army's aircraft"."""
    return next((m for m in sentence.of("actor") if sentence.has(j, "of") and j < m.i <= j + 3), None)


def _to(sentence: Sentence, j: int, end: int) -> Mention | None:
    """To whom a place was lost: "lost X to the rebels"."""
    to = next((k for k in range(j, end) if sentence.low[k] in sentence.language["to"]), None)
    return next((m for m in sentence.of("actor") if to is not None and to < m.i <= to + 4), None)


def _follows(sentence: Sentence, k: int, phrases: tuple[str, ...]) -> bool:
    rest = " ".join(sentence.low[k : k + 8])
    return any(0 <= rest.find(phrase) <= 12 for phrase in phrases)
