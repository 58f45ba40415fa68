"""How forecasts did: measured on past conflicts and on the example, and written into the documentation."""
