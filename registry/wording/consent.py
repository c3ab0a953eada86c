"""Which words somebody read who asked to be told by mail: their version stands in the proof of the consent."""

WORDING = "2026-11-25"
"""Changed together with what the form to subscribe or the page to confirm says; a test holds the words to it."""
