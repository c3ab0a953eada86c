"""The pages in a real browser: the way through the desk with and without script, and what axe finds."""
