"""nuzuh: from the reports of a conflict to a forecast of displacement."""

__version__ = "0.1.0"
