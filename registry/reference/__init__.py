"""What is read from data/: facts of law and knowledge of names, parsed, checked and loaded."""
