"""Tests of registry/storage."""
