"""Room registry/api/schemas."""
