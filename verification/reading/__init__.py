"""How well reports are read: see README.md."""
