"""The command line: the outermost door; it reads settings, opens the database and calls services and answers."""
