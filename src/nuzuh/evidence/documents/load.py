"""Reading reports from files, one after another, whatever their format."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from nuzuh.evidence.documents import feed, html, jsonlines, markdown, pdf, text
from nuzuh.evidence.documents.dates import inferred, stated
from nuzuh.evidence.documents.document import MAX_BYTES, MAX_CHARACTERS, Basis, Document, Draft, UnreadableError
from nuzuh.evidence.documents.guard import Guard, Read
from nuzuh.evidence.documents.language import language_of, script
from nuzuh.evidence.documents.manifest import read_manifest
from nuzuh.evidence.language import installed
from nuzuh.scenario.problems import Problem

_PLAIN: dict[str, Read] = {".txt": text.read, ".md": markdown.read}
_GUARDED: dict[str, Read] = {
    ".html": html.read, ".htm": html.read, ".pdf": pdf.read,
    ".rss": feed.read, ".atom": feed.read, ".xml": feed.read,
}  # fmt: skip

_HALF = re.compile("[\ud800-\udfff]")

SUFFIXES = (*_PLAIN, *_GUARDED, ".jsonl")
"""Endings of the files that are read."""


def load_documents(
    paths: Iterable[Path | str], *, manifest: Path | str | None = None, published: dt.date | None = None
) -> tuple[list[Document], list[Problem]]:
    """Read reports, and tell what is wrong with those that cannot be read.

    Parameters
    ----------
    paths, manifest, published
        As in `documents`.

    Returns
    -------
    documents : list of Document
        The reports that could be read, in the order given.
    problems : list of Problem
        What is wrong with the others, and dates that could not be used.
    """
    found = list(documents(paths, manifest=manifest, published=published))
    return [d for d in found if isinstance(d, Document)], [p for p in found if isinstance(p, Problem)]


def documents(
    paths: Iterable[Path | str],
    *,
    manifest: Path | str | None = None,
    published: dt.date | None = None,
    advance: Callable[[int], None] = lambda size: None,
) -> Iterator[Document | Problem]:
    """Read reports one after another, holding one at a time.

    Parameters
    ----------
    paths : iterable of path
        Files whose names end as `SUFFIXES` has it. A file of JSON lines, or a feed, holds several reports.
    manifest : path, optional
        CSV file with the columns ``file`` and ``published``; others are passed over.
    published : date, optional
        Day of publication of all reports that the manifest does not date.
    advance : callable, optional
        Told the bytes that were read, as they are.

    Yields
    ------
    Document or Problem
        In the order given. A date that was given goes before one that a report's metadata carry, and that before one
        that its text tells of itself.
    """
    dates, problems = read_manifest(Path(manifest)) if manifest is not None else ({}, [])
    yield from problems
    with Guard() as guard:
        for path in map(Path, paths):
            dated = True
            try:
                for found in _documents(path, dates.get(path.name, published), guard, advance):
                    dated = dated and (isinstance(found, Problem) or found.published is not None)
                    yield found
            except UnreadableError as error:
                yield error.problem(path.name)
            except OSError as error:
                yield Problem(str(path), f"cannot be read: {error.strerror or error}", mend="check the path")
            if manifest is not None and path.name not in dates and not dated:
                mend = "add it to the manifest; dates such as 'on Thursday' in it cannot be resolved"
                yield Problem(path.name, f"has no date: {manifest} does not date it", mend=mend)


def _documents(
    path: Path, given: dt.date | None, guard: Guard, advance: Callable[[int], None]
) -> Iterator[Document | Problem]:
    for draft in _drafts(path, guard, advance):
        row = None if isinstance(draft, UnreadableError) or draft.single else draft.row
        try:
            if isinstance(draft, UnreadableError):
                raise draft
            yield _kept(path.name, draft, given)
        except UnreadableError as error:
            yield error.problem(path.name, row)


def _drafts(path: Path, guard: Guard, advance: Callable[[int], None]) -> Iterator[Draft | UnreadableError]:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableError(f"is of a kind that is not read ('{suffix}')", f"use one of {', '.join(SUFFIXES)}")
    if suffix == ".jsonl":
        yield from jsonlines.read(path, advance)
        return
    size = path.stat().st_size
    try:
        if size > MAX_BYTES:
            what = f"is too large: {size:,} bytes of at most {MAX_BYTES:,}"
            raise UnreadableError(what, "split it into its articles")
        raw = path.read_bytes()
        yield from _PLAIN[suffix](raw) if suffix in _PLAIN else guard.read(_GUARDED[suffix], raw)
    finally:
        advance(size)


def _kept(file: str, draft: Draft, given: dt.date | None) -> Document:
    """The report that a draft comes to.

    Raises
    ------
    UnreadableError
        If it cannot be used.
    """
    name = draft.name or (file if draft.single else f"{file}:{draft.row}")
    if any(_HALF.search(told) for told in (draft.text, name, draft.title, draft.publisher) if told):
        raise UnreadableError("holds half of a surrogate pair", "write the character as a whole", column="text")
    if len(draft.text) > MAX_CHARACTERS:
        what = f"holds {len(draft.text):,} characters of at most {MAX_CHARACTERS:,}"
        raise UnreadableError(what, "split it into its articles")
    if not draft.text.strip("\ufeff \t\n\x00"):
        raise UnreadableError("is empty", "leave it out, or put the report's text in")
    language = language_of(draft.text)
    if language is None:
        of, known = script(draft.text), ", ".join(installed())
        what = f"is in a language that is not read{f' ({of} script)' if of else ''}; those that are: {known}"
        raise UnreadableError(what, "translate it, or leave it out")
    published: dt.date | None = given
    basis: Basis = "given"
    if published is None and draft.published:
        published, basis = _stated(draft), draft.basis
    if published is None:
        published, basis = inferred(draft.text), "inferred"
    about = draft.title or None, draft.publisher or None
    return Document(name, draft.text, published, basis if published else None, *about, language)


def _stated(draft: Draft) -> dt.date:
    try:
        return stated(draft.published or "")
    except UnreadableError as error:
        raise UnreadableError(error.message, error.mend, draft.row, error.column) from None
