"""Reports in files of several formats, made up."""

import json
import os
import time
import zlib
from collections.abc import Iterator, Sequence
from html import escape

from nuzuh.evidence.documents.document import Draft

ENGLISH = (
    "The mayor of the town said on Monday that the road to the coast was closed and that many people had left it. "
)


def html(text: str = ENGLISH * 4, head: str = "") -> bytes:
    """A page with one article."""
    body = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    page = f"<html><head><title>Roads closed</title>{head}</head><body><nav>Menu</nav><article>{body}</article></body>"
    return f"{page}</html>".encode()


def rss(*items: str, head: str = "", title: str = "The Daily Made Up") -> bytes:
    """An RSS feed of items, each what stands in its element."""
    told = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>{title}</title>{told}</channel></rss>'.encode()
    )


def item(text: str = ENGLISH, guid: str = "one", published: str = "Thu, 06 Feb 2025 23:30:00 +0300") -> str:
    """What stands in an item of a feed."""
    about = f"<guid>{guid}</guid><title>Roads</title><pubDate>{published}</pubDate>"
    return f"{about}<description>{escape(text)}</description>"


def record(text: str = ENGLISH, **keys: object) -> bytes:
    """A line of a file of JSON lines."""
    return json.dumps({"id": "one", "text": text, **keys}).encode() + b"\n"


def pdf(pages: Sequence[Sequence[str]], info: str = "", *, packed: bytes | None = None) -> bytes:
    """A PDF of pages of lines; ``packed`` takes the place of the first page's packed content."""
    count = len(pages)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{' '.join(f'{4 + 2 * n} 0 R' for n in range(count))}]>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for n, lines in enumerate(pages):
        shown = " T* ".join(f"({line.translate(_ESCAPED)}) Tj" for line in lines)
        content = zlib.compress(f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET".encode("latin-1"))
        content = packed if packed is not None and n == 0 else content
        page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
        objects.append(f"{page}/Contents {5 + 2 * n} 0 R>>".encode())
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(content), content))
    objects.append(f"<<{info}>>".encode())
    out, at = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        at.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in at)
    size = len(objects) + 1
    trailer = b"<</Size %d/Root 1 0 R/Info %d 0 R>>" % (size, size - 1)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer%s\nstartxref\n%d\n%%%%EOF" % (
        size, table, trailer, len(out),
    )  # fmt: skip


_ESCAPED = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})


def endless(raw: bytes) -> Iterator[Draft]:
    """A reader that never ends."""
    time.sleep(3600)
    yield Draft("")


def greedy(raw: bytes) -> Iterator[Draft]:
    """A reader that takes more memory than there is."""
    yield Draft(str(bytearray(10**13)))


def deadly(raw: bytes) -> Iterator[Draft]:
    """A reader that brings its process down."""
    os.abort()
    yield Draft("")
