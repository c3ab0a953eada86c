"""Room registry/wording: how things are said, in every language, for every face."""
