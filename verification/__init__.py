"""Verdicts on the engine: against theory, against the reference engine, and against Flee's own results."""
