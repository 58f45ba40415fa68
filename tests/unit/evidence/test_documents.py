import datetime as dt
import json
from pathlib import Path

import pytest

from nuzuh.evidence.documents import MAX_BYTES, Document, documents, language_of, load_documents
from nuzuh.evidence.documents.kept import Kept
from nuzuh.evidence.documents.language import script
from nuzuh.scenario.problems import Problem
from tests import report_files

ENGLISH = (
    "The mayor of the town said on Monday that the road to the coast was closed and that many people had left it. "
)
SPANISH = "Miles de personas huyeron de la ciudad durante la noche, dijo una organización local a la prensa. "
DAY = dt.date(2024, 12, 6)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_text_file_is_kept_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "\ufeff" + ENGLISH + "\r\n“Über” – done.\r" + ENGLISH)
    (document,), problems = load_documents([path], published=DAY)
    assert document.text == path.read_text(encoding="utf-8")
    assert (document.name, document.published, document.basis, problems) == ("a.txt", DAY, "given", [])


def test_front_matter_gives_title_and_day_and_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = write(tmp_path, "a.md", f'---\ntitle: "Roads: closed"\npublished: 2024-12-05\n---\n{ENGLISH}')
    (document,), _ = load_documents([path])
    assert (document.title, document.published, document.basis) == (
        "Roads: closed",
        dt.date(2024, 12, 5),
        "front matter",
    )
    assert document.text == ENGLISH
    assert load_documents([path], published=DAY)[0][0].basis == "given"


def test_html_gives_its_article_and_metadata(tmp_path: Path) -> None:
    page = (
        '<html><head><title>Roads closed</title><meta property="article:published_time" content="2024-12-04"></head>'
        f"<body><nav>Menu</nav><article><h1>Roads closed</h1><p>{ENGLISH * 3}</p>"
        f"<p>{ENGLISH * 2}</p></article></body></html>"
    )
    (document,), _ = load_documents([write(tmp_path, "a.html", page)])
    assert document.title == "Roads closed"
    assert (document.published, document.basis) == (dt.date(2024, 12, 4), "metadata")
    assert "said on Monday" in document.text
    assert "Menu" not in document.text


def test_json_lines_hold_several_reports_and_bad_ones_are_told(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 7, "text": ENGLISH, "published": "2024-12-01T08:00:00Z"}),
        "{not json",
        json.dumps({"id": "x"}),
        json.dumps({"text": ENGLISH, "published": None}),
        json.dumps({"id": "y", "text": ENGLISH, "published": "soon"}),
        json.dumps([1]),
    ]
    documents, problems = load_documents([write(tmp_path, "r.jsonl", "\n".join(lines))])
    assert [(d.name, d.published) for d in documents] == [("7", dt.date(2024, 12, 1)), ("r.jsonl:4", None)]
    assert [p.row for p in problems] == [2, 3, 5, 6]
    assert all(p.file == "r.jsonl" and p.mend for p in problems)


@pytest.mark.parametrize(
    ("name", "content", "message", "row"),
    [
        ("bytes.txt", b"Fine.\nBad \xff here", "not UTF-8: byte 0xff at offset 10", 2),
        ("empty.txt", " \n\n", "empty", None),
        ("arabic.txt", "نزح آلاف السكان من المدينة " * 5, "language that is not read (Arabic script)", None),
        ("spanish.txt", SPANISH * 4, "language that is not read; those that are: en, fr", None),
        ("report.docx", "PK", "is of a kind that is not read ('.docx')", None),
        ("day.md", f"---\ntitle: x\npublished: Friday\n---\n{ENGLISH}", "'Friday' is no date", 3),
        ("none.html", "<html><body></body></html>", "no article", None),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_read(
    tmp_path: Path, name: str, content: str | bytes, message: str, row: int | None
) -> None:
    good = write(tmp_path, "good.txt", ENGLISH)
    documents, (problem,) = load_documents([write(tmp_path, name, content), good])
    assert [d.name for d in documents] == ["good.txt"]
    assert message in problem.message
    assert (problem.file, problem.row) == (name, row)
    assert problem.mend


def test_a_huge_report_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(5 * MAX_BYTES)  # sparse: takes no room and no time
    documents, (problem,) = load_documents([path])
    assert not documents
    assert "too large" in problem.message


def test_an_overlong_json_line_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"text": "' + "a" * (MAX_BYTES + 9) + '"}\n' + json.dumps({"id": "z", "text": ENGLISH}) + "\n")
    documents, (problem,) = load_documents([path])
    assert [d.name for d in documents] == ["z"]
    assert problem.row == 1


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    documents, problems = load_documents([tmp_path / "absent.txt", tmp_path / "folder.txt"])
    assert not documents
    assert [p.message.split(":")[0] for p in problems] == ["cannot be read", "cannot be read"]


def test_a_manifest_dates_reports(tmp_path: Path) -> None:
    manifest = write(tmp_path, "m.csv", "file,published,note\na.txt,2024-12-05,x\nb.txt,yesterday,\n")
    paths = [write(tmp_path, n, ENGLISH) for n in ("a.txt", "b.txt", "c.txt")]
    documents, problems = load_documents(paths, manifest=manifest)
    assert [d.published for d in documents] == [dt.date(2024, 12, 5), None, None]
    assert [(p.file, p.row) for p in problems] == [("m.csv", 3), ("b.txt", None), ("c.txt", None)]


def test_a_manifest_without_its_columns_is_told(tmp_path: Path) -> None:
    manifest = write(tmp_path, "m.csv", "name,day\na.txt,2024-12-05\n")
    _, problems = load_documents([write(tmp_path, "a.txt", ENGLISH)], manifest=manifest)
    assert "columns 'file' and 'published'" in problems[0].message


def test_a_page_is_not_dated_by_what_its_story_tells(tmp_path: Path) -> None:
    story = f"{ENGLISH * 2}\nThe bridge was built on 3 March 1998.\n{ENGLISH * 2}"
    (document,), _ = load_documents([write(tmp_path, "a.html", report_files.html(story))])
    assert "3 March 1998" in document.text
    assert (document.published, document.basis) == (None, None)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="date" content="2024-12-04">', DAY.replace(day=4)),
        ('<script type="application/ld+json">{"datePublished": "2024-12-05T10:00:00Z"}</script>', DAY.replace(day=5)),
        ('<time datetime="2024-12-06T23:00:00+03:00">today</time>', DAY),
        ('<time datetime="2024-12-06"></time><time datetime="2024-12-01"></time>', None),
    ],
)
def test_a_page_is_dated_by_its_metadata(tmp_path: Path, head: str, day: dt.date | None) -> None:
    page = report_files.html(ENGLISH * 4, f'{head}<meta property="og:site_name" content="The Made Up Press">')
    (document,), _ = load_documents([write(tmp_path, "a.html", page)])
    assert (document.published, document.publisher) == (day, "The Made Up Press")


LINES = [
    "Roads closed",
    "The mayor of the town said on Monday that the rebel-held road to the coast was dam-",
    "aged, and that many people had left it for the villages further north, in the rebel-",
    "held part of the province, where they stayed.",
    "In the second paragraph he said that the road was not closed for the whole of a day,",
    "and (perhaps) never.",
]


def test_the_lines_of_a_pdf_are_put_together(tmp_path: Path) -> None:
    made = "/Title(Roads)/CreationDate(D:20241205230000+03'00')"
    (document,), problems = load_documents([write(tmp_path, "a.pdf", report_files.pdf([LINES, LINES[1:3]], made))])
    assert problems == []
    assert document.text.split("\n") == [
        "Roads closed",
        "The mayor of the town said on Monday that the rebel-held road to the coast was damaged, and that many people "
        "had left it for the villages further north, in the rebel-held part of the province, where they stayed.",
        "In the second paragraph he said that the road was not closed for the whole of a day, and (perhaps) never.",
        "The mayor of the town said on Monday that the rebel-held road to the coast was damaged, and that many people "
        "had left it for the villages further north, in the rebel-",
    ]
    assert (document.title, document.published, document.basis) == ("Roads", dt.date(2024, 12, 5), "metadata")


@pytest.mark.parametrize("made", ["", "/CreationDate(soon)", "/CreationDate(D:20241399)"])
def test_a_pdf_without_a_sound_date_is_dated_by_its_text(tmp_path: Path, made: str) -> None:
    path = write(tmp_path, "a.pdf", report_files.pdf([["Situation Report No. 4 | 6 December 2024", *LINES[1:]]], made))
    assert [(d.published, d.basis) for d in load_documents([path])[0]] == [(DAY, "inferred")]


def test_each_entry_of_a_feed_is_a_report(tmp_path: Path) -> None:
    markup = f"<p>{ENGLISH}</p><script>x</script><p>A &amp; B<br>said so.</p>"
    feed = report_files.rss(
        report_files.item(),
        report_files.item(markup, "two", "Fri, 06 Dec 2024 00:30:00 +0300"),
        report_files.item("", "three"),
        report_files.item(SPANISH * 4, "four"),
        report_files.item(ENGLISH, "five", "soon"),
        f"<title>No id</title><description>{ENGLISH}</description>",
    )
    documents, problems = load_documents([write(tmp_path, "a.rss", feed)])
    assert [(d.name, d.published) for d in documents] == [("one", dt.date(2025, 2, 6)), ("two", DAY), ("a.rss:6", None)]
    assert documents[1].text == f"{ENGLISH.strip()}\nA & B\nsaid so."
    assert {(d.publisher, d.basis) for d in documents[:2]} == {("The Daily Made Up", "metadata")}
    assert [(p.row, p.message.split(";")[0]) for p in problems] == [
        (3, "is empty"),
        (4, "is in a language that is not read"),
        (5, "'soon' is no date"),
    ]


def test_a_feed_that_breaks_off_gives_what_it_holds(tmp_path: Path) -> None:
    feed = report_files.rss(report_files.item(), report_files.item(ENGLISH, "two"))
    documents, problems = load_documents([write(tmp_path, "a.xml", feed[: feed.index(b"<guid>two") + 20])])
    assert documents[0].name == "one"
    assert "not well-formed" in problems[-1].message


def test_the_day_is_given_or_in_the_metadata_or_inferred_in_this_order(tmp_path: Path) -> None:
    text = f"GOMA, 3 December 2024 – {ENGLISH}"
    plain = write(tmp_path, "a.txt", text)
    told = write(tmp_path, "a.jsonl", report_files.record(text, published="2024-12-04"))
    manifest = write(tmp_path, "m.csv", "file,published\na.txt,2024-12-05\n")
    found = [
        load_documents([plain])[0],
        load_documents([told])[0],
        load_documents([plain], manifest=manifest)[0],
        load_documents([told], published=DAY)[0],
    ]
    assert [(d.published and d.published.day, d.basis) for (d,) in found] == [
        (3, "inferred"), (4, "metadata"), (5, "given"), (6, "given"),
    ]  # fmt: skip


def test_reports_come_one_by_one_and_their_bytes_are_told(tmp_path: Path) -> None:
    lines = write(tmp_path, "a.jsonl", report_files.record() * 3)
    plain, bad = write(tmp_path, "b.txt", ENGLISH), write(tmp_path, "c.txt", b"\xff")
    done: list[int] = []
    found = documents([lines, plain, bad], advance=done.append)
    assert isinstance(next(found), Document)
    assert sum(done) < lines.stat().st_size
    assert isinstance([*found][-1], Problem)
    assert sum(done) == sum(path.stat().st_size for path in (lines, plain, bad))


def test_reports_are_kept_in_order() -> None:
    reports = [Document(str(n), f"Report {n}") for n in range(5)]
    with Kept() as kept:
        for report in reports:
            kept.add(report)
        assert len(kept) == 5
        assert [*kept] == [*kept] == reports


@pytest.mark.parametrize(
    ("text", "name"), [("Хомс", "Cyrillic"), ("حمص", "Arabic"), ("戰爭", "CJK"), ("Homs", None), ("12", None)]
)
def test_a_script_has_a_name(text: str, name: str | None) -> None:
    assert script(text) == name


def test_short_texts_are_judged_by_their_script() -> None:
    assert language_of("Homs.") == "en"
    assert language_of("Хомс") is None
