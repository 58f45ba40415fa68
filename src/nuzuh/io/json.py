"""Rows as lines of JSON, and features as GeoJSON (RFC 7946)."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

#: What some readers take for the end of a line, and halves of characters: JSON may have them escaped.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _line(row: Mapping[str, object]) -> str:
    told = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _ESCAPED.sub(lambda m: f"\\u{ord(m[0]):04x}", told)


class JsonLines:
    """An object a line."""

    def text(self, rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
        """Give the file's text, piece by piece as rows come."""
        for row in rows:
            yield _line(row) + "\n"


class GeoJson:
    """A collection of features, one a line."""

    def text(self, rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
        """Give the file's text, piece by piece as features come."""
        yield '{"type":"FeatureCollection","features":['
        before = "\n"
        for row in rows:
            yield before + _line(row)
            before = ",\n"
        yield "\n]}\n"
