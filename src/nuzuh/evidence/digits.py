"""Digits of other scripts (Arabic-Indic ٣, Devanagari ३, …) as those that dates and figures are read from."""

import re
import unicodedata

_OTHER = re.compile(r"[^\D0-9]|[\u066b\u066c]")
_MARKS = {"\u066b": ".", "\u066c": ","}  # the Arabic marks of decimals and of thousands


def latin_digits(text: str) -> str:
    """Write every decimal digit as one of 0 to 9; each character keeps its place.

    ``latin_digits("٢٧ May") == "27 May"``
    """
    return text if text.isascii() else _OTHER.sub(_latin, text)


def _latin(match: re.Match[str]) -> str:
    return _MARKS.get(match[0]) or str(unicodedata.decimal(match[0]))
