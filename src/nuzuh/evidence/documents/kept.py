"""Reports kept aside, in a file, so that any number of them takes little memory."""

import pickle
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from nuzuh.evidence.documents.document import Document

_IN_MEMORY = 32_000_000  # bytes; some thousands of reports need no file


class Kept:
    """Reports that are added one by one, and can then be gone through."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, document: Document) -> None:
        """Keep a report."""
        pickle.dump(document, self._file)
        self._count += 1

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Document]:
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)
