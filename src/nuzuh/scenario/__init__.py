"""What the world is: places, routes, events, observations; and what was known of it when."""

from nuzuh.scenario.problems import InputError, Problem
from nuzuh.scenario.scenario import Scenario, load
from nuzuh.scenario.schema import Settings

__all__ = ["InputError", "Problem", "Scenario", "Settings", "load"]
