"""The feeds: a face of its own."""
