"""Rows as lines of JSON, and features as GeoJSON (RFC 7946)."""

import json
from collections.abc import Iterable, Iterator, Mapping


def _line(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


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
