"""The ledger: what was read, and what people decided about it, in a database to which rows are only ever added."""

from nuzuh.evidence.ledger.opening import open_ledger
from nuzuh.evidence.ledger.store import Added, Entry, Found, Ledger, View, document_hash, unknown_claim

__all__ = ["Added", "Entry", "Found", "Ledger", "View", "document_hash", "open_ledger", "unknown_claim"]
