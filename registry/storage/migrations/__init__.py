"""Migrations: the steps that lead every database to the tables of today, the same on both engines."""
