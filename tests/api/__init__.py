"""Tests of the API, asked over HTTP."""
