"""What the reports say: documents, claims, places and names, reconciliation."""
