"""Words that may be verbs: where one begins, and whether it is a verb, a noun or an adjective where it stands."""

from nuzuh.evidence.language import Language
from nuzuh.evidence.mentions import Sentence
from nuzuh.evidence.patterns import Frame


def verb_start(sentence: Sentence, i: int) -> int:
    """Where the verb begins that ends at token ``i``: "have already been", "are thought to have been" belong to it."""
    low, known = sentence.low, sentence.language
    while i > 0:
        # "were also reported killed"
        told = low[i - 1] in known["thought"] and i > 1 and low[i - 2] in known.auxiliaries
        if low[i - 1] in known.auxiliaries | known["adverbs"] or low[i - 1].endswith(known.endings["adverb"]) or told:
            i -= 1
        elif low[i - 1] in known["to_verb"] and i > 1 and low[i - 2] in known["thought"]:
            i -= 2
        elif low[i - 1] in ("“", '"') and i > 1 and low[i - 2] in known.auxiliaries | known["adverbs"]:
            i -= 1  # "is now “cut”"
        else:
            break
    return i


def goes_on(sentence: Sentence, i: int) -> bool:
    """Whether a verb goes on with a subject told long before: "the bridge, on the road to X, and was hit"."""
    verb = verb_start(sentence, i)
    low = sentence.low
    return verb > 1 and low[verb - 2] == "," and low[verb - 1] in sentence.language["and"]


def is_deed(sentence: Sentence, frame: Frame, i: int, j: int) -> bool:
    """Whether a word that may be a verb is a noun here: "rebel shelling of", "attacks with rockets"."""
    low, known = sentence.low, sentence.language
    if (
        frame.kind != "attack"
        or j - i > 1
        or low[i].endswith(known.endings["participle"])
        or low[i] in known["participles"]
    ):
        return False
    if " ".join(low[max(0, i - 1) : j]) in known.means and i:
        return True  # "air strikes"
    if (
        i
        and not low[i].endswith(known.endings["gerund"])
        and (low[i - 1] in known["before_nouns"] or low[i - 1].isdigit())
    ):
        return True
    return j == len(low) or low[j] in known["after_nouns"] or sentence.starting(j, "date") is not None


def is_adjective(sentence: Sentence, frame: Frame, i: int, j: int) -> bool:
    """Whether a word is no verb here: "the occupied heights", "displaced families", "a strike"."""
    low, known = sentence.low, sentence.language
    if frame.voice == "left" and frame.kind == "casualty" and i and low[i - 1] in known["the"]:
        return True  # "some of the wounded"
    if j - i > 1 or frame.voice == "left":
        return False
    if i and low[i - 1] in known["before_adjectives"]:
        return True
    if low[j : j + 1] and low[j] in known.whole and sentence.at(i - 1, "place") is not None:
        return True  # "the X occupied city of Y"
    if not (low[i].endswith(known.endings["participle"]) or low[i] in known["participles"]):
        return False
    people = sentence.starting(j, "people")
    if people is not None and sentence.starting(people.j, "actor") is not None:
        return False  # "jets hit Kurdish YPG positions"
    verb_before = i and (low[i - 1] in known.auxiliaries or low[i - 1] in known["before_verbs"])
    verb_before = verb_before or sentence.at(i - 1, "actor") is not None  # "the army attacked fighters"
    return people is not None and people.figure is None and not people.several and not verb_before


def is_suffered(sentence: Sentence, verb: int, i: int) -> bool:
    """Whether a form of "be" stands between the beginning of a verb and its participle at token ``i``."""
    known = sentence.language
    return is_participle(known, sentence.low[i]) and not known.be.isdisjoint(sentence.low[verb:i])


def is_participle(language: Language, word: str) -> bool:
    """Whether a word is a participle, such as befalls somebody."""
    return word.endswith(language.endings["participle"]) or word in language["participles"] or word in language["kept"]
