import datetime as dt
import json
from pathlib import Path

import pytest

from nuzuh.evidence.documents import MAX_BYTES, is_english, load_documents

ENGLISH = (
    "The mayor of the town said on Monday that the road to the coast was closed and that many people had left it. "
)
FRENCH = "Des milliers de personnes ont fui la ville dans la nuit, selon une organisation locale. "
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
        ("arabic.txt", "نزح آلاف السكان من المدينة " * 5, "language", None),
        (
            "french.txt",
            FRENCH * 4,
            "language",
            None,
        ),
        ("scan.pdf", "%PDF", "kind", None),
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


def test_short_texts_are_judged_by_their_script() -> None:
    assert is_english("Homs.")
    assert not is_english("Хомс")
