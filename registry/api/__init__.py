"""Room registry/api."""
