"""Whatever a file holds: reports or a clear problem, never an exception, and the files beside it are read."""

import datetime as dt
import io
import json
import random
import zlib
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from nuzuh.evidence.documents import MAX_BYTES, SUFFIXES, Document, guard, load_documents, text
from nuzuh.evidence.documents.document import MAX_CHARACTERS, Draft, UnreadableError
from nuzuh.evidence.reader import Reader
from nuzuh.scenario.problems import Problem
from tests import report_files
from tests.report_files import ENGLISH, html, item, pdf, record, rss

DAY = dt.date(2025, 2, 6)
STORY = (
    "GOMA, 5 February 2025 – Some 4,000 people fled Rutshuru on Sunday, the mayor said. Rebels seized the bridge at "
    "Kibati after airstrikes on Goma killed 12 civilians. The road to Bukavu has been closed since 27 January.\n"
)
EACH = 100  # documents of each kind of file, and as many kinds as there are endings: 1,000 and more in all

WELL_FORMED: dict[str, bytes] = {
    ".txt": STORY.encode(),
    ".md": f"---\ntitle: Roads\npublished: 2025-02-05\n---\n{STORY}".encode(),
    ".html": html(STORY * 3, '<meta property="article:published_time" content="2025-02-05">'),
    ".htm": html(f"{STORY}\n{STORY}"),
    ".pdf": pdf([STORY.replace("–", "-").strip().split(". ")] * 2, "/Title(Roads)/CreationDate(D:20250205)"),
    ".rss": rss(item(STORY), item(f"<p>{STORY}</p><ul><li>{ENGLISH}</li></ul>", "two")),
    ".atom": (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Made up</title><entry><id>urn:one</id><title>Roads</title>'
        f'<updated>2025-02-05T08:00:00Z</updated><content type="html">{STORY}</content></entry></feed>'
    ).encode(),
    ".xml": rss(item(STORY)),
    ".jsonl": record(STORY, published="2025-02-05") + record(ENGLISH, id=2),
}
PIECES = [
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\x1b[2J", b"\xf0\x9d\x94\x98", b"\r",
    b"\n\n", "نزح".encode(), "é".encode("latin-1"),
    b"<", b">", b"&", b"&#0;", b"&#xD800;", b"&x;", b"<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>", b"]]>",
    b"<![CDATA[", b"<!--", b"</p>", b"<p>" * 40, b"<script>", b"<b" + b" a='1'" * 9 + b">",
    b"---\n", b"published: never\n",
    b'"', b"\\", b"\\ud800", b"{", b"[" * 99, b"}", b"9" * 99, b"1e999", b"null", b"NaN",
    b"endobj", b"stream\n", b"<<", b">>", b"/Kids[2 0 R]", b"/Length 99999999", b"0 R", b"xref", b"%%EOF",
]  # fmt: skip


def mutated(source: random.Random, raw: bytes) -> bytes:
    """A file that was well-formed, with a few accidents."""
    for _ in range(source.randint(1, 6)):
        at, length = source.randrange(len(raw) + 1), source.randint(0, 60)
        what = source.randrange(5)
        if what == 0:
            raw = raw[:at]
        elif what == 1:
            raw = raw[:at] + source.choice(PIECES) + raw[at:]
        elif what == 2:
            raw = raw[:at] + raw[at + length :]
        elif what == 3:
            raw = raw[:at] + source.randbytes(length) + raw[at + length :]
        else:
            raw = raw[:at] + raw[at : at + length] * 3 + raw[at:]
    return raw


def made_up(source: random.Random, raw: bytes) -> bytes:
    """A file of the pieces that formats are made of, or of noise."""
    if source.random() < 0.3:
        return source.randbytes(source.randint(0, 300))
    chunks = [raw[at : at + 40] for at in range(0, len(raw), 40)] + PIECES
    return b"".join(source.choices(chunks, k=source.randint(1, 40)))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def held(documents: list[Document], problems: list[Problem], reader: Reader) -> int:
    """What holds of everything that was read; how many claims there were."""
    count = 0
    for document in documents:
        assert document.text.strip()
        assert (document.published is None) == (document.basis is None)
        for claim in reader.read(document):
            assert document.text[claim.start : claim.end] == claim.text
            json.loads(claim.model_dump_json())
            count += 1
    for problem in problems:
        assert problem.message
        assert problem.mend
        str(problem).encode()
    return count


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_damaged_files(suffix: str, tmp_path: Path, reader: Reader) -> None:
    source = random.Random(f"damaged{suffix}")  # the same files in every run
    good = tmp_path / f"good{suffix}"
    good.write_bytes(WELL_FORMED[suffix])
    paths: list[Path] = []
    for number in range(EACH + EACH // 5):
        make = mutated if number % 3 else made_up
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(make(source, WELL_FORMED[suffix]))
        paths += [path] if number % 20 else [path, good]
    documents, problems = load_documents(paths)
    if suffix in (".txt", ".md", ".html", ".htm", ".pdf"):  # the others' reports are not named after their file
        assert {path.name for path in paths} == {d.name for d in documents} | {p.file for p in problems}
    for sound in load_documents([good])[0]:
        assert documents.count(sound) >= paths.count(good)
    assert held(documents, problems, reader) > 0
    assert problems


def test_there_are_a_thousand() -> None:
    assert len(SUFFIXES) * (EACH + EACH // 5) >= 1_000
    assert set(WELL_FORMED) == set(SUFFIXES)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_well_formed_is_read(suffix: str, tmp_path: Path, reader: Reader) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(WELL_FORMED[suffix])
    documents, problems = load_documents([path])
    assert problems == []
    assert documents
    assert held(documents, problems, reader) >= 3


def lone(folder: Path, name: str, raw: bytes) -> str:
    """What is told of a file that cannot be read, while the one beside it is."""
    good = folder / "good.txt"
    good.write_text(STORY, encoding="utf-8")
    (folder / name).write_bytes(raw)
    (document,), (problem,) = load_documents([folder / name, good])
    assert document.name == "good.txt"
    assert problem.file == name
    assert problem.mend
    return problem.message


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("entity.xml", rss(item(), head='<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'), "entities"),
        ("laughs.rss", rss(item(), head=f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>'), "entities"),
        ("bytes.rss", rss(item()).replace(b"Roads", b"Ro\xffds"), "encoding"),
        ("no.atom", b"<html><body>This is no feed.</body></html>", "no entry"),
        ("bomb.pdf", pdf([["x"]], packed=zlib.compress(bytes(100_000_000))), "Limit"),
        ("pages.pdf", pdf([["x"]] * 501), "501 pages"),
        ("scan.pdf", pdf([[]]), "no text"),
        ("cut.pdf", WELL_FORMED[".pdf"][:200], "damaged"),
        ("long.txt", STORY.encode() * (MAX_CHARACTERS // len(STORY) + 1), "characters of at most"),
        ("nulls.txt", bytes(1000), "is empty"),
        ("bytes.html", html() + b"\xff", "not UTF-8"),
        ("nested.html", b"<html><body>" + b"<div>" * 200_000 + ENGLISH.encode(), "no article"),
        ("nested.jsonl", b'{"text": ' + b"[" * 100_000, "not JSON"),
        ("digits.jsonl", b'{"text": ' + b"9" * 10_000 + b"}", "not JSON"),
        ("half.jsonl", b'{"id": "\\ud800", "text": "The road is closed."}', "surrogate"),
        ("line.jsonl", b'{"text": "' + b"a" * 5 * MAX_BYTES + b'"}', "longer than"),
    ],
)
def test_what_was_made_to_do_harm_is_told(tmp_path: Path, name: str, raw: bytes, message: str) -> None:
    assert message in lone(tmp_path, name, raw)


def test_a_locked_pdf_is_told(tmp_path: Path) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(WELL_FORMED[".pdf"])))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    assert "password" in lone(tmp_path, "locked.pdf", locked.getvalue())


@pytest.mark.parametrize("harm", [report_files.endless, report_files.greedy, report_files.deadly])
def test_a_parser_out_of_hand_is_ended(harm: guard.Read, monkeypatch: pytest.MonkeyPatch) -> None:
    with guard.Guard() as guarded:
        monkeypatch.setattr(guard, "SECONDS", 5.0)
        with pytest.raises(UnreadableError, match=r"within 5 s and 3 GB|MemoryError"):
            guarded.read(harm, b"")
        monkeypatch.undo()
        (found,) = guarded.read(text.read, STORY.encode())
        assert isinstance(found, Draft)
        assert found.text == STORY


def test_marks_and_nulls_are_kept_and_spans_are_exact(tmp_path: Path, reader: Reader) -> None:
    strange = (
        "\ufeff\u202eSome 4,000 people fled\u200b Goma on Sunday, \u2066the mayor\u2069 said.\u2028\x00\x1b[2J\n"
        + STORY
    )
    path = tmp_path / "a.txt"
    path.write_text(strange, encoding="utf-8")
    (document,), problems = load_documents([path], published=DAY)
    assert document.text == strange
    assert held([document], problems, reader) >= 4
    assert "people fled\u200b Goma" in reader.read(document)[0].text
