"""Plain text, whole after newline translation: exactly what ``Path.read_text(encoding="utf-8")`` gives."""

from collections.abc import Iterator

from nuzuh.evidence.documents.document import Draft, UnreadableError


def read(raw: bytes) -> Iterator[Draft]:
    """The one report of a text file."""
    yield Draft(decode(raw))


def decode(raw: bytes) -> str:
    """Decode UTF-8, with every newline as a line feed.

    Raises
    ------
    UnreadableError
        With the first byte that is no UTF-8, and its line.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8: byte 0x{raw[error.start]:02x} at offset {error.start}"
        raise UnreadableError(what, "save it as UTF-8", line) from None
    return newlines(text)


def newlines(text: str) -> str:
    """Write every newline as a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
