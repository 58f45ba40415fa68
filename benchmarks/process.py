"""A measurement in a process of its own, so that its memory is its own."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

Given = TypeVar("Given")
Cost = TypeVar("Cost")


def alone(measure: Callable[[Given], Cost], given: Given) -> Cost:
    """Measure in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, given).result()


def peak_mb() -> float:
    """Most memory that this process has held so far, MB."""
    # not getrusage's: that one is inherited from the process before
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
