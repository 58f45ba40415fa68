"""Who did what to whom, where: the roles around a trigger, found by the words between them."""

from dataclasses import dataclass, field

from nuzuh.evidence.lexicon import lexicon, words
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.patterns import Frame
from nuzuh.evidence.phrases import bare_facility, listed_before, place_phrase
from nuzuh.evidence.scenes import around, located, off
from nuzuh.evidence.triggers import Trigger
from nuzuh.evidence.victims import does_harm, first_of_all, undergoes, victimised

_LEFT = 40  # words from a verb to its subject
#: Kinds of claims that speak of people who are no civilians, by the unit of these.
_OF_ALL = {
    "fighters": {"deployment", "casualty"},
    "prisoners": {"release", "casualty"},
    "one": {"casualty"},
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
    pronoun: bool = False
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
    frame, i, j = trigger.frame, trigger.i, trigger.j
    deed = frame.voice == "verb" and _deed(sentence, frame, i, j)
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
    elif _adjective(sentence, frame, i, j) or (
        frame.kind == "casualty" and frame.voice == "left" and does_harm(sentence, _verb(sentence, i), i, j)
    ):
        return None
    elif frame.voice == "verb" and _passive(sentence, frame, i, j):
        if _told_on(sentence, i):
            return None
        roles.take(_left(sentence, i, tuple(label for label in frame.object if label != frame.subject)))
        _patient(sentence, roles)
    else:
        roles.take(_left(sentence, i, (frame.subject,)))
        if frame.subject == "place":
            _patient(sentence, roles)
        if frame.close and not _closely(sentence, roles):
            return None
        after = _object(sentence, roles, j)
    verb = _verb(sentence, i)
    takes = frame.kind == "control" and frame.voice == "active" and frame.subject == "actor"
    if takes and _suffered(sentence, verb, i):
        return None  # "the rebels had been pushed out of X"
    if frame.kind == "control" and frame.voice == "left" and words("lasting") & {*sentence.low[max(0, verb - 1) : i]}:
        return None
    if roles.people is not None and frame.kind != "casualty" and _harmed(sentence, roles.people, i):
        return None
    if roles.people is not None and frame.kind not in _OF_ALL.get(roles.people.kind, {frame.kind}):
        return None
    if frame.after and not (roles.people and roles.people.i >= j and _follows(sentence, roles.people.j, frame.after)):
        return None
    if frame.kind == "displacement" and roles.people is not None and roles.people.j <= i:
        _prepositions(sentence, roles, roles.people.j, i)  # "9,000 people in X were displaced"
    if frame.kind == "casualty" and roles.people is not None and roles.people.j <= i:
        roles.people = first_of_all(sentence, roles.people)
    roles.home = any(w in ("home", "homes", "houses") for w in sentence.low[j : min(j + 4, end)])
    _prepositions(sentence, roles, after, end)
    if frame.subject == "loser" or frame.close:
        roles.actor = _to(sentence, j, end)
    elif frame.subject == "place" and frame.voice == "left":
        roles.actor = roles.actor or next((m for m in sentence.of("actor") if i <= m.i < j), None)
        roles.actor = roles.actor or (_by(sentence, i, j, end) if frame.kind == "attack" else None)
    elif roles.actor is None:
        roles.actor = _by(sentence, i, j, end) or (_left(sentence, i, ("actor",)) if deed else None)
        roles.pronoun = roles.actor is None and _stands_for_another(sentence, i)
    if frame.kind == "deployment" and roles.actor is None and not lexicon().reporting.isdisjoint(sentence.low[:i]):
        roles.actor = subject_of(sentence, i)  # a side that speaks of its own forces
    if roles.actor is None and (frame.means == "clash" or (frame.kind == "casualty" and frame.subject == "cause")):
        roles.actor = _left(sentence, i, ("actor",))
    who = roles.people
    roles.toll = "toll" in sentence.low[:i] or (sentence.low[0] in ("it", "this") and "toll" in sentence.before.lower())
    roles.adjoined = who is not None and (who.i == j or who.j == verb)
    roles.dated = any(j <= d.i <= j + 1 for d in sentence.of("date"))
    if frame.kind == "control" and not roles.places and (what := bare_facility(sentence, j)):
        roles.places, roles.facility = around(sentence, i), what
    if deed and not roles.places and sentence.low[i - 1] in ("the", "this", "that"):
        return None  # "the attack", told before
    if frame.kind == "attack" and not roles.places and words("relatives") & {*sentence.low[end : end + 1]}:
        _prepositions(sentence, roles, end + 1, _right_edge(sentence, end + 1))  # "hit a square where people met in X"
    if frame.around and not roles.places and roles.way is None:
        roles.places = around(sentence, i)
    if frame.kind == "displacement" and frame.subject == "cause" and roles.people is not None:
        far = roles.places and roles.places[0].i > roles.people.j + _RIGHT
        scene = around(sentence, i) if far or not roles.places else []
        roles.places = [m for m in scene if located(sentence, m, words("inside"))] or roles.places
    return roles


def _patient(sentence: Sentence, roles: Roles) -> None:
    """Find the places that a verb befalls: "parts of X and Y were seized", "towns near X fell"."""
    if "place" not in (*roles.frame.object, roles.frame.subject) or roles.people or roles.way:
        return
    verb = _verb(sentence, roles.i)
    for start in range(max(0, verb - 12), verb):
        places, part, after = place_phrase(sentence, start)
        ruled = roles.frame.subject == "place" and start and sentence.low[start - 1] in words("blocking")
        if places and after == verb and not ruled:
            roles.places, roles.part = places, part
            return
    roles.places = listed_before(sentence, roles.places[0]) if roles.places else []


def _verb(sentence: Sentence, i: int) -> int:
    """Where the verb begins that ends at token ``i``: "have already been", "are thought to have been" belong to it."""
    low, known = sentence.low, lexicon()
    while i > 0:
        told = low[i - 1] in words("thought") and i > 1 and low[i - 2] in known.be  # "were reported killed"
        if low[i - 1] in known.auxiliaries or low[i - 1].endswith("ly") or told:
            i -= 1
        elif low[i - 1] == "to" and i > 1 and low[i - 2] in words("thought"):
            i -= 2
        else:
            break
    return i


def _told_on(sentence: Sentence, i: int) -> bool:
    """Whether a verb goes on with a subject told long before: "the bridge, on the road to X, and was hit"."""
    verb = _verb(sentence, i)
    return sentence.low[max(0, verb - 2) : verb] == (",", "and")


def _closely(sentence: Sentence, roles: Roles) -> bool:
    """Whether a subject stands right before its verb and, where its frame asks for it, the end of the clause after."""
    low, known, verb = sentence.low, lexicon(), _verb(sentence, roles.i)
    subject = roles.places[-1] if roles.places else roles.people
    if subject is None:
        return False
    between = low[subject.j : verb]
    apart = between[:1] in ((",",), ("(",)) and between[-1] in (",", ")")
    dated = any(roles.j <= d.i <= roles.j + 1 for d in sentence.of("date"))
    ended = low[roles.j : roles.j + 1] == () or low[roles.j] in words("ending") or not low[roles.j][0].isalnum()
    near = apart or all(w in known.whole or w in words("wide") for w in between)
    return near and (roles.frame.close == "before" or dated or ended)


def _deed(sentence: Sentence, frame: Frame, i: int, j: int) -> bool:
    """Whether a word that may be a verb is a noun here: "rebel shelling of", "attacks with rockets"."""
    low = sentence.low
    if frame.kind != "attack" or j - i > 1 or low[i].endswith("ed") or low[i] in words("participles"):
        return False
    if i and not low[i].endswith("ing") and (low[i - 1] in words("before_nouns") or low[i - 1].isdigit()):
        return True
    return j == len(low) or low[j] in words("after_nouns") or sentence.starting(j, "date") is not None


def _adjective(sentence: Sentence, frame: Frame, i: int, j: int) -> bool:
    """Whether a word is no verb here: "the occupied heights", "displaced families", "a strike"."""
    low = sentence.low
    if frame.voice == "left" and frame.kind == "casualty" and i and low[i - 1] == "the":
        return True  # "some of the wounded"
    if j - i > 1 or frame.voice == "left":
        return False
    if i and low[i - 1] in ("the", "a", "an", "these", "those", "most", "more", "very"):
        return True
    if low[j : j + 1] and low[j] in lexicon().whole and sentence.at(i - 1, "place") is not None:
        return True  # "the X occupied city of Y"
    if not (low[i].endswith("ed") or low[i] in words("participles")):
        return False
    people = sentence.starting(j, "people")
    verb_before = i and (low[i - 1] in lexicon().auxiliaries or low[i - 1] in ("and", ",", "that"))
    verb_before = verb_before or sentence.at(i - 1, "actor") is not None  # "the army attacked fighters"
    return people is not None and people.figure is None and not people.several and not verb_before


def _passive(sentence: Sentence, frame: Frame, i: int, j: int) -> bool:
    low, known = sentence.low, lexicon()
    if not (low[i].endswith("ed") or low[i] in words("participles")):
        return False
    k = _verb(sentence, i) - 1
    if not known.be.isdisjoint(low[k + 1 : i]):
        return True
    if k == i - 1 and low[j : j + 1] == ("by",):
        return True
    if i and low[i - 1] in ("have", "has", "had"):
        return False
    # "280,000 people displaced since …", "bridge destroyed": it follows its object, and none stands after it
    patients = sentence.of(*(label for label in frame.object if label != frame.subject))
    return any(m.j == k + 1 and not _scene(sentence, m) for m in patients) and not any(
        j <= m.i < j + 3 for m in patients
    )


def _scene(sentence: Sentence, mention: Mention) -> bool:
    """Whether a place is where somebody is, who does what is told next: "the rebels in X shelled …"."""
    before = mention.i - 2
    told = before >= 0 and (sentence.low[before] in words("posted") or sentence.at(before, "actor") is not None)
    return mention.label == "place" and told and _blocked(sentence, mention)


def _left(sentence: Sentence, i: int, labels: tuple[str, ...]) -> Mention | None:
    """The nearest fitting mention on the left that may be the subject of the verb at token ``i``."""
    low, known = sentence.low, lexicon()
    participle = low[i].endswith("ing") or "having" in low[max(0, i - 3) : i]
    k = _verb(sentence, i) - 1
    if k >= 0 and k == i - 1 and low[k] == "and" and low[i] in words("only_participles"):  # "has taken X and driven"
        k = next((c for c in range(k, -1, -1) if low[c] in ("have", "has", "had")), k + 1) - 1
    if "people" in labels and low[i] in words("fates"):  # "among the dozens killed", "in addition to 50 others injured"
        beside = next((m for m in sentence.of("people") if m.j == k + 1 and m.figure is not None), None)
        if beside is not None:
            return beside
    relative = k >= 0 and low[k] in ("who", "which", "that")
    k -= relative
    if relative and (antecedent := next((m for m in sentence.of(*labels) if m.j == k + 1), None)):
        return antecedent
    named = next((m for m in sentence.of(*labels) if "place" in labels and m.j == k), None)
    named = named if named is not None and not _blocked(sentence, named) else None
    if k >= 0 and low[k] == "," and not participle and not relative and named is None:
        # what stands between two commas before a verb belongs to its subject
        opening = next((c for c in range(k - 1, max(-1, k - 30), -1) if low[c] == ","), None)
        if "people" in labels and opening is not None:  # "families, hundreds of them, are …"
            counted = sentence.starting(opening + 1, "people")
            if counted and counted.figure and low[counted.j : counted.j + 2] in (("of", "them"), ("in", "all")):
                return counted
        k = opening - 1 if opening is not None else k
    there, stops = sentence.covered(*labels), words("stops")
    for at in range(k, max(-1, k - _LEFT), -1):
        mention = there.get(at)
        if mention is None and "actor" in labels and sentence.text[at][0].isupper():
            mention = _state(sentence, at)
        # "300 families (1,500 people) were", "300 people including 40 children were"
        if mention is not None and (_bracketed(sentence, mention) or low[mention.i - 1 : mention.i] == ("including",)):
            continue
        if mention is not None and "people" not in labels and victimised(sentence, mention):
            continue
        if mention is not None and not _blocked(sentence, mention) and not undergoes(sentence, mention):
            return mention
        if low[at] in stops or (low[at] == "as" and not participle):
            return None
        if low[at] in known.reporting and not participle:
            return None
    return None


def _bracketed(sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention stands in brackets that close after it."""
    opened = next((w for w in reversed(sentence.low[: mention.i]) if w in ("(", ")")), "") == "("
    return opened and ")" in sentence.low[mention.j :]


def _state(sentence: Sentence, k: int) -> Mention | None:
    """A country that acts: "Russia has stepped up its bombing"."""
    place = sentence.at(k, "place")
    if place is None or place.kind != "country" or sentence.low[place.j : place.j + 1] in (("'s",), ("’s",)):
        return None
    return place._replace(label="actor")


def _blocked(sentence: Sentence, mention: Mention) -> bool:
    """Whether a preposition before it keeps a mention from being a subject."""
    low = sentence.low
    for k in range(mention.i - 1, max(-1, mention.i - 5), -1):
        counted = mention.label == "people" and mention.figure is not None
        apart = counted or low[k + 1] == "the"
        if low[k] == "that" or sentence.at(k, "date", "source", *(["place"] if apart else [])) is not None:
            return False  # "in X 700 villagers …", "in X the army …", "according to Y the army …"
        if low[k] in words("blocking"):
            if low[k] == "of" and low[k - 1] in lexicon().whole:  # "the town of X" at the head of a clause
                while k and (low[k - 1] in lexicon().modifiers or low[k - 1] in lexicon().whole):
                    k -= 1
                return k > 0 and low[k - 1] not in (",", "that")
            means = low[max(0, k - 2) : k] if low[k - 1] == "belonging" else low[k - 1 : k]
            arms = lexicon().means.keys() | lexicon().side_nouns
            if low[k] in ("of", "from", "to") and not arms.isdisjoint(means):
                return False  # "warplanes of the X air force", "a helicopter belonging to X"
            return not (low[k] in ("of", "with") and mention.label == "people")
        if low[k] not in lexicon().modifiers and not sentence.text[k][:1].isupper():
            return False
    return False


def _harmed(sentence: Sentence, people: Mention, i: int) -> bool:
    """Whether a figure counts the dead or wounded, or one thing that carries people, not those who left."""
    low = sentence.low
    between = low[people.j : i] if people.j <= i else low[people.j : people.j + 3]
    lo = max(0, people.i - 4, i + 1 if i < people.i else 0)
    lo = next((k + 1 for k in range(people.i - 1, lo, -1) if low[k] == "and" or low[k] in words("edges")), lo)
    if words("harmed") & {*low[lo : people.i], *low[people.i : people.j], *between}:
        return True
    if "including" in low[max(0, people.i - 2) : people.i] and words("harmed") & {
        *low[max(0, people.i - 12) : people.i]
    }:
        return True
    later = " ".join(low[people.j : people.j + 16])
    return any(f" {be} {fate}" in later for be in ("were", "was") for fate in ("killed", "wounded", "injured", "hurt"))


def _owner(sentence: Sentence, i: int) -> Mention | None:
    """The actor that a noun belongs to: "Russian air strikes", "the rebels' capture of …"."""
    inside = sentence.at(i, "actor")
    if inside is not None:
        return inside
    k = i - 1
    while k >= 0 and (sentence.low[k] in words("owned") or sentence.low[k].endswith("ed")):
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
            mention = next((m for m in sentence.of(label) if j <= m.i <= j + _RIGHT or m.i < j < m.j), None)
            if mention is not None and roles.frame.kind == "casualty" and _fated(sentence, mention.j):
                continue
            if mention is not None and _reaches(sentence, j, mention.i):
                if label == "actor" and roles.frame.subject == "actor":
                    roles.foe = mention
                else:
                    roles.take(mention)
                return mention.j
    return j


def _fated(sentence: Sentence, k: int) -> bool:
    """Whether what stands before token ``k`` has its own fate told there: "(killed) nine wounded"."""
    return sentence.low[k : k + 1] != () and sentence.low[k] in words("fates")


def _reaches(sentence: Sentence, j: int, i: int) -> bool:
    """Whether only what may describe an object stands between a verb and it."""
    modifiers = lexicon().modifiers
    return all(
        sentence.low[k] in modifiers
        or sentence.text[k][:1].isupper()
        or sentence.low[k].isdigit()
        or sentence.low[k] in words("company")
        or sentence.low[k].endswith(("al", "ic", "ed", "ing", "ous"))
        or sentence.at(k, "place", "people") is not None
        for k in range(j, i)
    )


def _right_edge(sentence: Sentence, j: int) -> int:
    low, stops, on_the_right = sentence.low, words("stops"), words("stops_right")
    return next((k for k in range(j, len(low)) if low[k] in stops or low[k] in on_the_right), len(low))


def _prepositions(sentence: Sentence, roles: Roles, k: int, end: int) -> None:
    """Fill the roles that prepositions give, the first of each first."""
    given, low = roles.frame.prepositions, sentence.low
    beginning = roles.frame.firsts | words("directions")
    had_places, had_to, first = bool(roles.places), bool(roles.to), k
    while (k := next((c for c in range(k, end) if low[c] in beginning), end)) < end:
        if (closed := _bracket(low, first, k, end)) is not None:  # "(… in the west)"
            k = closed
            continue
        posted = k and low[k - 1] in words("posted")
        told = next((p for p in _starting(sentence, k) if p in given), None) if not posted else None
        if told is None and off(sentence, k) and "in" in given:
            told = "in"
            k += 1  # "of" takes the place of "in"
        if told is None:
            k += 1
            continue
        role, begin = given[told], k + told.count(" ") + 1
        k += 1
        if role == "actor":
            roles.actor = roles.actor or next((m for m in sentence.of("actor") if begin <= m.i < begin + 5), None)
            continue
        places, part, after = place_phrase(sentence, begin)
        if role == "cause":
            role = "place" if _waged(sentence, after) else ""
        elif role == "place" and "place_to" in roles.frame.object and told not in words("whence"):
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


def _suffered(sentence: Sentence, verb: int, i: int) -> bool:
    """Whether a form of "be" stands between the beginning of a verb and its participle at token ``i``."""
    return _participle(sentence.low[i]) and not lexicon().be.isdisjoint(sentence.low[verb:i])


def _waged(sentence: Sentence, k: int) -> bool:
    """Whether a name is that of a battle: "(by) the X military operations"."""
    return not words("waged").isdisjoint(sentence.low[k : k + 3])


def _starting(sentence: Sentence, k: int) -> list[str]:
    """Rows of words that begin at token ``k``, the longest first."""
    return [" ".join(sentence.low[k : k + n]) for n in (4, 3, 2, 1)]


def _by(sentence: Sentence, i: int, j: int, end: int) -> Mention | None:
    low = sentence.low
    # "killed in X, held by Y": who holds it did not kill, but "a shell fired by Y" did
    by = next(
        (
            k
            for k in range(i, end)
            if low[k] == "by" and (k <= j or not _participle(low[k - 1]) or low[k - 1] in words("dealt"))
        ),
        None,
    )
    return next((m for m in sentence.of("actor") if by is not None and by < m.i <= by + 5), None)


def _participle(word: str) -> bool:
    return word.endswith("ed") or word in words("participles") or word in words("kept")


def _to(sentence: Sentence, j: int, end: int) -> Mention | None:
    """To whom a place was lost: "lost X to the rebels"."""
    to = next((k for k in range(j, end) if sentence.low[k] == "to"), None)
    return next((m for m in sentence.of("actor") if to is not None and to < m.i <= to + 4), None)


def _stands_for_another(sentence: Sentence, i: int) -> bool:
    """Whether who does it is told by a pronoun: "they captured …", "their earlier seizure of …"."""
    low, k = sentence.low, i - 1
    while k >= 0 and (low[k] in lexicon().auxiliaries or low[k] in words("owned") or low[k].endswith("ly")):
        k -= 1
    return k >= 0 and low[k] in ("they", "their", "it")


def subject_of(sentence: Sentence, before: int | None = None) -> Mention | None:
    """The first actor of a sentence, or of what stands before a token, that may be its subject."""
    actors = [m for m in sentence.of("actor") if not _blocked(sentence, m) and (before is None or m.j <= before)]
    return min(actors, key=lambda m: m.i, default=None)


def _follows(sentence: Sentence, k: int, phrases: tuple[str, ...]) -> bool:
    rest = " ".join(sentence.low[k : k + 8])
    return any(0 <= rest.find(phrase) <= 12 for phrase in phrases)
