"""Flee folders: read unchanged, run, and written back as Flee writes its results."""

from nuzuh.io.flee.folder import read
from nuzuh.io.flee.out import to_out

__all__ = ["read", "to_out"]
