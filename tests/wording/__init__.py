"""Tests of room registry/wording and of all that is drawn with it."""
