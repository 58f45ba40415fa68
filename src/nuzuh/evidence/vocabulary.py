"""The blank English pipeline that all tokens come from."""

from functools import cache

import spacy
from spacy.language import Language


@cache
def pipeline() -> Language:
    """Tokenizer and vocabulary for English, without a model."""
    return spacy.blank("en")
