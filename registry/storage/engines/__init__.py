"""Engines: one of each kind of database, made safe for many tasks at once."""
