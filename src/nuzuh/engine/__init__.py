"""The days go by: random streams, the order of a day, ensembles."""
