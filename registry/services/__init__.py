"""Room registry/services."""
