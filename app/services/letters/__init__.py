"""The words of every mail, by subject; each function gives a Letter."""
