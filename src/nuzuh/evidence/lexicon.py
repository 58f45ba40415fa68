"""The words of English, for rules that are not told a language."""

from nuzuh.evidence.language import ENGLISH, Language, language


def lexicon() -> Language:
    """English."""
    return language(ENGLISH)


def words(name: str) -> frozenset[str]:
    """One list of ``grammar.toml`` of English."""
    return language(ENGLISH)[name]
