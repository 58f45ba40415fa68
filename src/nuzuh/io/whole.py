"""Output that is there whole or not at all, whatever interrupts it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nuzuh.scenario import InputError, Problem


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to write into, and put it in the target's place once all is written.

    A folder that was there is replaced only if this program wrote it (it holds ``provenance.json``) or it is empty.

    Raises
    ------
    InputError
        If something else is there.
    """
    if target.exists() and not (
        target.is_dir() and (not any(target.iterdir()) or (target / "provenance.json").exists())
    ):
        mend = "name another folder, or remove it"
        raise InputError([Problem(str(target), "holds something that is not a report of nuzuh", mend=mend)])
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        draft.chmod(0o755)
        yield draft
        old = draft.with_name(draft.name + "-old")
        if target.exists():
            target.rename(old)
        draft.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give the path of a new file to write, and put it in the target's place once all is written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    os.close(handle)
    draft = Path(name)
    try:
        draft.chmod(0o644)
        yield draft
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
