"""Text from reports, made safe to show."""

import re

#: Characters that steer a terminal or turn the direction of writing, and halves of characters, which UTF-8 has not.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    r"""Write characters that are obeyed rather than seen as ``\x1b``; line feeds and tabs stay."""
    return _HIDDEN.sub(lambda m: m[0].encode("unicode_escape").decode("ascii"), text)
