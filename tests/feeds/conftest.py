"""What the readers of these tests need to run."""

import sys

import feedparser_sgmllib

sys.modules.setdefault("sgmllib", feedparser_sgmllib)
"""The reader asks for a module of Python 2 under its old name and does not say that it needs it."""
