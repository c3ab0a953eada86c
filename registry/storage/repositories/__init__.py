"""Room registry/storage/repositories."""
