"""Pages for people: forms in, read models out."""
