"""Room registry/storage/tables."""
