"""Tests of the answers: read and judged from a database on either engine."""
