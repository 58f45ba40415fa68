"""Flee's rules, version 3, for its folders and for verification: see docs/model/flee3.md."""
