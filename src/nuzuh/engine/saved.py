"""Where runs have come to, kept in a file: they go on from there with the same numbers as unbroken ones."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from nuzuh.scenario import InputError, Problem

Position = TypeVar("Position", bound=tuple[Any, ...])


def save(positions: Sequence[tuple[Any, ...]], path: Path) -> None:
    """Write positions of either rule set to a file of NumPy's."""
    with path.open("wb") as file:
        np.savez_compressed(
            file, **{f"{k}{name}": part for k, position in enumerate(positions) for name, part in _parts(position)}
        )


def load(path: Path, like: Position) -> list[Position]:
    """Read positions.

    Parameters
    ----------
    path : Path
        Written by `save`.
    like : Position
        One of the same world and rules, to check against.

    Raises
    ------
    InputError
        If the file holds none, or those of another world.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            held = dict(archive)
    except (BadZipFile, ValueError, EOFError, KeyError):
        raise InputError(
            [Problem(path.name, "holds no state of a run", mend="give a file that --keep wrote")]
        ) from None
    count = len(held) // sum(1 for _ in _parts(like))
    wanted = {f"{k}{name}": np.asarray(part) for k in range(count) for name, part in _parts(like)}
    if not held or held.keys() != wanted.keys() or not all(_fits(name, held[name], wanted[name]) for name in held):
        raise InputError([Problem(path.name, "holds the state of another world", mend="resume on the same folder")])
    return [_build(like, held, str(k)) for k in range(count)]


def _fits(name: str, part: NDArray[Any], like: NDArray[Any]) -> bool:
    """Whether an array may stand for another; the state has the shape of its world, lists of people any length."""
    same = part.shape == like.shape if ".state." in name else part.ndim == like.ndim
    return same and part.dtype == like.dtype


def _parts(position: tuple[Any, ...], prefix: str = ".") -> Iterator[tuple[str, Any]]:
    """Go through the arrays and numbers of nested tuples, by name."""
    for name, part in zip(position._fields, position, strict=True):  # type: ignore[attr-defined]
        if isinstance(part, tuple):
            yield from _parts(part, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", part


def _build(like: Any, held: dict[str, Any], prefix: str) -> Any:
    parts = []
    for name, part in zip(like._fields, like, strict=True):
        if isinstance(part, tuple):
            parts.append(_build(part, held, f"{prefix}.{name}"))
        else:
            value = held[f"{prefix}.{name}"]
            parts.append(int(value) if isinstance(part, int) else value)
    return type(like)(*parts)
