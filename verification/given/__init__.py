"""Given totals: the rules of nuzuh beside those of Flee, where how many people there are is given."""
