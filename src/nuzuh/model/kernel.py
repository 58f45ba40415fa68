"""How the rules and the engine are compiled: once, to native code that is kept, and free of Python's lock."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def kernel(function: F) -> F:
    """Compile a function of numbers and arrays on its first call; ``.py_func`` is the function as written."""
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def inner(function: F) -> F:
    """Compile a function that only kernels call: without the way in from Python, whose compilation takes longest."""
    wrappers = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy", **wrappers)(function))  # type: ignore[call-overload]


def inlined(function: F) -> F:
    """Compile a function into each kernel that calls it: where arguments are many and the work is little."""
    return cast(F, numba.njit(inline="always", error_model="numpy")(function))
