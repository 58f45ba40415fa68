"""Patterns as data: one file a kind in a language's ``patterns/``, each with its examples, which are its tests.

A file holds the ``kind``, the frames of words that tell it, and the prepositions that give roles. A trigger is a row of
words: ``a|b`` is either, ``word?`` may be absent, ``word!`` stands for all forms of a verb, ``...`` for up to
six words. A frame names what its subject and its object are, and what must be found for it to count (one of each list).

Voices: ``verb`` (the default) is active or passive by the words around it; ``active`` is never passive; ``left`` has
its subject on the left whatever its form; ``noun`` has its object after it; ``event`` is a noun that happens somewhere;
``inside`` is a word of its own object. A frame with ``close = "before"`` has its subject right before it; with
``"both"``, nothing but a date or the end of its clause stands after it; one with ``from_before`` may take its place
from what was told before. A kind with ``around`` may take its place from before the trigger.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from nuzuh.evidence.claims import Kind, Means
from nuzuh.evidence.language import Language

_FIGURES = frozenset(["figure", "counted"])  # what a frame may require that nothing but people with a figure gives
_PEOPLE = _FIGURES | {"people", "several", "group", "captives", "soldiers", "houses", "bodies"}

Voice = Literal["verb", "active", "left", "noun", "event", "inside"]


@cache
def forms(verb: str, language: Language) -> frozenset[str]:
    """All forms of a verb in lower case: of "seize" in English "seize", "seizes", "seized" and "seizing"."""
    verbs = language.table("verbs")
    if irregular := verbs["irregular"].get(verb):
        return frozenset([verb, *irregular.split()])
    rule = next(rule for rule in verbs["regular"] if re.search(rule["ends"], verb))
    stem = verb[: len(verb) - rule["cut"]]
    return frozenset(stem + ending.strip("-") for ending in rule["forms"].split())


class Step(NamedTuple):
    """One word of a trigger: any of ``words``; no words stand for a gap."""

    words: frozenset[str]
    optional: bool


@dataclass(frozen=True)
class Frame:
    """One way of telling a kind of claim: a trigger and the roles around it.

    ``counts`` is what a sentence must speak of for any frame of the kind: people, or people with a figure.
    """

    kind: Kind
    name: str
    triggers: tuple[tuple[Step, ...], ...]
    subject: str
    object: tuple[str, ...]
    voice: Voice
    after: tuple[str, ...]
    require: tuple[frozenset[str], ...]
    counts: Literal["", "people", "figure"]
    prepositions: dict[str, str]
    state: str | None
    means: Means | None
    inherit: bool
    from_before: bool
    close: Literal["", "before", "both"]
    around: bool

    @cached_property
    def firsts(self) -> frozenset[str]:
        """First words of its prepositions."""
        return frozenset(told.split()[0] for told in self.prepositions)


def _trigger(told: str, language: Language) -> tuple[Step, ...]:
    steps = []
    for step in told.split():
        words: frozenset[str] = frozenset()
        for word in step.removesuffix("?").split("|") if step != "..." else ():
            words |= forms(word[:-1], language) if word.endswith("!") else {word}
        steps.append(Step(words, step.endswith("?")))
    return tuple(steps)


def load(text: str, language: Language) -> list[Frame]:
    """Frames of one file of patterns of a language.

    Raises
    ------
    KeyError, ValueError
        Where the file lacks a key, or has one that is not known.
    """
    told: dict[str, Any] = tomllib.loads(text)
    if unknown := told.keys() - {"kind", "require", "prepositions", "around", "frame", "example"}:
        raise ValueError(f"unknown keys: {', '.join(sorted(unknown))}")
    frames = []
    for frame in told["frame"]:
        known = {"name", "trigger", "subject", "object", "voice", "after", "require", "state", "means", "inherit"}
        known |= {"from_before", "close"}
        if unknown := frame.keys() - known:
            raise ValueError(f"{frame.get('name')}: unknown keys: {', '.join(sorted(unknown))}")
        frames.append(
            Frame(
                kind=told["kind"],
                name=frame["name"],
                triggers=tuple(_trigger(t, language) for t in frame["trigger"]),
                subject=frame["subject"],
                object=tuple(frame["object"]),
                voice=frame.get("voice", "verb"),
                after=tuple(frame.get("after", ())),
                require=tuple(frozenset(any_of) for any_of in [*told["require"], *frame.get("require", ())]),
                counts=_counts(told["require"]),
                prepositions=told["prepositions"],
                state=frame.get("state"),
                means=frame.get("means"),
                inherit=frame.get("inherit", False),
                from_before=frame.get("from_before", False),
                close=frame.get("close", ""),
                around=told.get("around", False),
            )
        )
    return frames


def _counts(require: list[list[str]]) -> Literal["", "people", "figure"]:
    if any(_FIGURES.issuperset(any_of) for any_of in require):
        return "figure"
    return "people" if any(_PEOPLE.issuperset(any_of) for any_of in require) else ""


@cache
def frames(language: Language) -> tuple[Frame, ...]:
    """All frames of all kinds of a language, in the order of files and of frames in a file."""
    files = sorted(language.files("patterns"), key=lambda f: f.name)
    return tuple(frame for file in files for frame in load(file.read_text(encoding="utf-8"), language))
