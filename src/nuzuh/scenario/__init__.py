"""What the world is: places, routes, events, observations; and what was known of it when."""

from typing import TYPE_CHECKING

from nuzuh.scenario.problems import InputError, Problem
from nuzuh.scenario.schema import Settings

if TYPE_CHECKING:
    from nuzuh.scenario.scenario import Scenario, load

__all__ = ["InputError", "Problem", "Scenario", "Settings", "load"]


def __getattr__(name: str) -> object:
    """Give what needs pandas, which is slow to import, when it is first asked for: reading reports does without."""
    if name not in ("Scenario", "load"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from nuzuh.scenario import scenario

    return getattr(scenario, name)
