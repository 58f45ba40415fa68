"""Flee folders: read unchanged, run, and written back as Flee writes its results."""

from nuzuh.io.flee.folder import read
from nuzuh.io.flee.out import to_out
from nuzuh.io.flee.to_scenario import to_scenario

__all__ = ["read", "to_out", "to_scenario"]
