"""Calling what reads a format where it can do no harm: in another process, which is ended if it takes too long.

The parsers of HTML, PDF and feeds take minutes or gigabytes over files made for that, and cannot be interrupted. The
process is started when it is first needed, reads one file after another, and is started anew after it was ended.
"""

import contextlib
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from threading import Timer
from types import TracebackType
from typing import Self

from nuzuh.evidence.documents.document import Draft, UnreadableError

Read = Callable[[bytes], Iterable[Draft | UnreadableError]]

SECONDS = 30.0
"""Longest that one file may take: ten times what a PDF of 220 full pages takes, the longest that is read."""

MEMORY = 3_000_000_000
"""Most memory that the process may take, in bytes, where the system can bound it: ten times what a news page takes."""


class Guard:
    """Another process that reads files."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, read: Read, raw: bytes) -> list[Draft | UnreadableError]:
        """What ``read(raw)`` gives, or raises.

        Parameters
        ----------
        read : callable
            A function of a module.
        raw : bytes
            Content of a file.

        Raises
        ------
        UnreadableError
            If it does, if it fails in any other way, or if it takes too long.
        """
        process = self._process = self._process or _start()
        assert process.stdin is not None
        assert process.stdout is not None
        late = Timer(SECONDS, process.kill)
        late.start()
        try:
            pickle.dump((read, raw), process.stdin)
            process.stdin.flush()
            found: list[Draft | UnreadableError] | UnreadableError = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            self._end()
            what = f"cannot be read within {SECONDS:g} s and {MEMORY / 1e9:g} GB, or breaks what reads it"
            raise UnreadableError(what, "save its text as .txt") from None
        finally:
            late.cancel()
        if isinstance(found, UnreadableError):
            raise found
        return found

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(BrokenPipeError), self._process:  # closes its pipes, and waits for it
                self._process = None


def _start() -> subprocess.Popen[bytes]:
    call = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; from {__name__} import serve; serve()"]
    return subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def serve() -> None:
    """Read what the other end asks for, until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other end, which then closes
    with contextlib.suppress(ImportError):  # there is none on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing but answers goes there
    with contextlib.suppress(EOFError):
        while True:
            read, raw = pickle.load(sys.stdin.buffer)
            pickle.dump(_answer(read, raw), answers)
            answers.flush()


def _answer(read: Read, raw: bytes) -> list[Draft | UnreadableError] | UnreadableError:
    try:
        return list(read(raw))
    except UnreadableError as error:
        return error
    except Exception as error:  # of a damaged file a parser may raise anything
        told = f"{type(error).__name__}: {error}"[:200]
        return UnreadableError(f"cannot be read, it is damaged or of another kind ({told})", "save its text as .txt")
