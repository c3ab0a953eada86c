"""Room registry/answers."""
