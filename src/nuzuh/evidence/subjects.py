"""Who or what a verb is told of: the mention on its left that may be its subject."""

from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.verbs import verb_start
from nuzuh.evidence.victims import is_bracketed, undergoes, victimised

_LEFT = 40  # words from a verb to its subject


def is_scene(sentence: Sentence, mention: Mention) -> bool:
    """Whether a place is where somebody is, who does what is told next: "the rebels in X shelled …"."""
    before = mention.i - 2
    told = before >= 0 and (
        sentence.low[before] in sentence.language["posted"] or sentence.at(before, "actor") is not None
    )
    return mention.label == "place" and told and is_blocked(sentence, mention)


def subject_before(sentence: Sentence, i: int, labels: tuple[str, ...]) -> Mention | None:
    """The nearest fitting mention on the left that may be the subject of the verb at token ``i``."""
    low, known = sentence.low, sentence.language
    participle = low[i].endswith(known.endings["gerund"]) or not known["having"].isdisjoint(low[max(0, i - 3) : i])
    k = verb_start(sentence, i) - 1
    if k == i - 1 and sentence.has(k, "and") and low[i] in known["only_participles"]:  # "has taken X and driven"
        k = next((c for c in range(k, -1, -1) if low[c] in known["perfect"]), k + 1) - 1
    if "people" in labels and low[i] in known["fates"]:  # "among the dozens killed", "in addition to 50 others injured"
        beside = next((m for m in sentence.of("people") if m.j == k + 1 and m.figure is not None), None)
        if beside is not None:
            return beside
    k -= sentence.has(k, "yet")  # "X was quiet but is now held by Y"
    that = k >= 0 and low[k] in known["antecedent"]
    k -= that
    if that and (antecedent := _antecedent(sentence, k, labels)):
        return antecedent
    named = next((m for m in sentence.of(*labels) if "place" in labels and m.j == k), None)
    ruled = named is not None and (is_blocked(sentence, named) or is_in_a_clause(sentence, named))
    named = None if ruled else named
    if k >= 0 and low[k] in (",", "-", "–") and not participle and not that and named is None:
        # what stands between two commas, or dashes, before a verb belongs to its subject
        opening = next((c for c in range(k - 1, max(-1, k - 30), -1) if low[c] == low[k]), None)
        if "people" in labels and opening is not None:  # "families, hundreds of them, are …"
            counted = sentence.starting(opening + 1, "people")
            if counted and counted.figure and " ".join(low[counted.j : counted.j + 2]) in known["of_them_all"]:
                return counted
        k = opening - 1 if opening is not None else k
    there, stops = sentence.covered(*labels), known["stops"]
    for at in range(k, max(-1, k - _LEFT), -1):
        mention = there.get(at)
        further = sentence.has(k, "and") or sentence.has(k, "listing") or low[at + 1] in known.auxiliaries
        if (
            low[at] in known["antecedent"] - known["that"]
            and further
            and (told := _antecedent(sentence, at - 1, labels))
        ):
            return told  # "X, which lies in the south and is held by …"
        if mention is None and "actor" in labels and sentence.text[at][0].isupper():
            mention = _state(sentence, at, k)
        # "300 families (1,500 people) were"
        if mention is not None and (is_bracketed(sentence, mention) or _is_part(sentence, mention)):
            continue
        if mention is not None and is_in_a_clause(sentence, mention):
            continue
        if mention is not None and "people" not in labels and victimised(sentence, mention):
            continue
        if mention is not None and not is_blocked(sentence, mention) and not undergoes(sentence, mention):
            return mention
        if low[at] in stops or (low[at] in known["as"] and not participle):
            return None
        if low[at] in known.reporting and not participle:
            return None
    return None


def is_in_a_clause(sentence: Sentence, mention: Mention) -> bool:
    """Whether a place is the object of a relative clause: "(X,) which borders Y, (is held by …)"."""
    verb = mention.i - 1
    told = sentence.has(verb - 1, "antecedent") and sentence.low[verb].isalpha()
    return mention.label == "place" and told and sentence.low[verb] not in sentence.language.modifiers


def _is_part(sentence: Sentence, mention: Mention) -> bool:
    """Whether it tells who is among others: "300 people, including 40 children,", "40 people, mostly civilians,"."""
    before = mention.i - 1
    return sentence.has(before, "including") or (mention.figure is None and sentence.has(before, "mostly"))


def relative(sentence: Sentence, actor: Mention, verb: int) -> list[Mention]:
    """The place of which a relative clause tells what somebody does to it: "X, which the rebels took"."""
    low, known, k = sentence.low, sentence.language, actor.i - 1
    while k > 0 and low[k] in known.modifiers and low[k] not in known["that"]:
        k -= 1
    if actor.j != verb or k <= 0 or low[k] not in known["antecedent"]:
        return []
    while k and (low[k - 1] == "," or low[k - 1] in known.whole or low[k - 1] in known.modifiers):
        k -= 1
    place = sentence.at(k - 1, "place") if k else None
    return [place] if place is not None else []


def _antecedent(sentence: Sentence, k: int, labels: tuple[str, ...]) -> Mention | None:
    """What a relative clause after token ``k`` is told of: "the road from X to Y that …"."""
    beside = sentence.language["linking"] | sentence.language.whole | sentence.language.part
    for mention in reversed([m for m in sentence.of(*labels) if m.j <= k + 1]):
        between = range(mention.j, k + 1)
        if all(sentence.low[c] in beside or sentence.at(c, "place") is not None for c in between):
            return mention
    return None


def _state(sentence: Sentence, at: int, k: int) -> Mention | None:
    """A country that acts, and no people do before token ``k``: "Russia has stepped up its bombing"."""
    place = sentence.at(at, "place")
    if place is None or place.kind != "country" or sentence.has(place.j, "owner"):
        return None
    if any(place.j <= m.i <= k for m in sentence.of("people")):
        return None
    return place._replace(label="actor")


def is_blocked(sentence: Sentence, mention: Mention) -> bool:
    """Whether a preposition before it keeps a mention from being a subject."""
    low, known, first = sentence.low, sentence.language, mention.i
    while mention.label == "actor" and (beside := sentence.at(first - 1, "actor")) is not None:
        first = beside.i  # "(against) the Nusra Front terrorists"
    for k in range(first - 1, max(-1, first - 5), -1):
        counted = mention.label == "people" and mention.figure is not None
        apart = counted or low[k + 1] in known["the"]
        if low[k] in known["that"] or sentence.at(k, "date", "source", *(["place"] if apart else [])) is not None:
            return False  # "in X 700 villagers …", "in X the army …", "according to Y the army …"
        if low[k] in known["blocking"]:
            if low[k] in known["of"] and low[k - 1] in known.whole:  # "the town of X" at the head of a clause
                while k and (low[k - 1] in known.modifiers or low[k - 1] in known.whole):
                    k -= 1
                return k > 0 and low[k - 1] != "," and low[k - 1] not in known["that"]
            means = low[max(0, k - 2) : k] if low[k - 1] in known["belonging"] else low[k - 1 : k]
            if low[k] in known["by"] and low[k - 1] in known["dealt"]:
                return False  # "shells fired by X (hit …)"
            arms = known.means.keys() | known.side_nouns
            if low[k] in known["owned_by"] and not arms.isdisjoint(means):
                return False  # "warplanes of the X air force", "a helicopter belonging to X"
            return not (low[k] in known["company_of"] and mention.label == "people")
        if low[k] not in known.modifiers and not sentence.text[k][:1].isupper():
            return False
    return False


def stands_for_another(sentence: Sentence, i: int) -> str | None:
    """What stands for who does it: "they captured …", "their earlier seizure of …", "the group captured …"."""
    low, known, k = sentence.low, sentence.language, i - 1
    while k >= 0 and (
        low[k] in known.auxiliaries or low[k] in known["owned"] or low[k].endswith(known.endings["adverb"])
    ):
        k -= 1
    k -= k > 0 and low[k] in known["own_forces"] and sentence.has(k - 1, "anaphora")  # "its forces captured"
    told = sentence.has(k, "anaphora") or (sentence.has(k, "bands") and sentence.has(k - 1, "the"))
    return low[k] if told else None


def subject_of(sentence: Sentence, before: int | None = None) -> Mention | None:
    """The first actor of a sentence, or of what stands before a token, that may be its subject."""
    actors = [m for m in sentence.of("actor") if not is_blocked(sentence, m) and (before is None or m.j <= before)]
    return min(actors, key=lambda m: m.i, default=None)
