"""The audit for whoever may read it: its lines, and whether its chain is whole."""

from registry.storage.queries.audit import AuditEntry, ChainCheck, check_chain, list_entries

__all__ = ["AuditEntry", "ChainCheck", "check_chain", "list_entries"]
