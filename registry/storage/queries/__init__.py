"""Room registry/storage/queries."""
