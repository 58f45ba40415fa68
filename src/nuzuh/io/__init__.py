"""Formats: one reader or writer a file."""
