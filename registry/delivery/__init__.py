"""Room registry/delivery: what leaves on its own, from outbox to channel; knows nothing of web requests."""
