"""What web, API and feeds share: ready bytes, problems, sessions, guards, headers, pages of a list."""
