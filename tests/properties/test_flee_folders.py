"""Whatever has befallen a Flee folder: it runs, or a clear message says why not."""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuzuh.engine.flee3 import Member
from nuzuh.io.flee.folder import read
from nuzuh.model.flee3.world import build
from nuzuh.scenario import InputError
from nuzuh.scenario.flee import FleeCase
from tests.flee_folder import MUTATIONS, TEXTS, Files, corpus, files, write

#: Times as long as the slowest takes; compiling is done before.
SECONDS = 20
ROUNDS = 10


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Fail what takes longer."""

    def late(*_: object) -> None:
        raise AssertionError(f"takes longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def outcome(content: Files) -> str:
    """Run a folder: 'run', or 'refused' with a message; anything else fails."""
    with tempfile.TemporaryDirectory() as root, limited(SECONDS):
        try:
            case, _ = read(write(Path(root) / "valley", content))
            world = build(case)
            record, _ = Member(world, 0).run(1)
        except InputError as error:
            assert error.problems
            for problem in error.problems:
                assert problem.file, problem
                assert problem.message.strip(), problem
                assert len(str(problem)) < 2_000, problem
                assert root not in str(problem), "a file is named as the user knows it"
            return "refused"
        assert (record.present >= 0).all()
        came = world.arrays.day0.sum() + np.cumsum(world.arrays.arriving)
        np.testing.assert_array_equal(record.present.sum(axis=1) + record.on_road, came)
    return "run"


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    world = build(_case(files()))
    Member(world, 0).run(1)


def _case(content: Files) -> FleeCase:
    with tempfile.TemporaryDirectory() as root:
        return read(write(Path(root) / "valley", content))[0]


def test_the_folder_itself_runs() -> None:
    assert outcome(files()) == "run"


def test_a_corpus_of_spoilt_folders() -> None:
    outcomes = [outcome(content) for _, content in corpus(seed=1, rounds=ROUNDS)]
    assert len(outcomes) == ROUNDS * len(MUTATIONS) >= 200
    # neither refuses all nor takes all
    assert 20 < outcomes.count("run") < len(outcomes) - 20


@settings(max_examples=150)
@given(st.data())
def test_files_with_any_cells(data: st.DataObject) -> None:
    content = files()
    path = data.draw(st.sampled_from(sorted(TEXTS)))
    cell = st.sampled_from(["", "0", "1", "-1", "7", "0.5", "1e9", "nan", "Alba", "Eyre", "Home", "camp", "2031-03-05"])
    rows = [line.split(",") for line in TEXTS[path].splitlines()]
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(cell | st.text(max_size=12))
    content[path] = "\n".join(",".join(row) for row in rows).encode("utf-8", "surrogatepass")
    outcome(content)


@settings(max_examples=100)
@given(st.sampled_from(sorted(TEXTS)), st.binary(max_size=400))
def test_files_with_any_bytes(path: str, data: bytes) -> None:
    outcome(files() | {path: data})
