"""Forms of the pages: every field read and judged, all errors shown at once."""
