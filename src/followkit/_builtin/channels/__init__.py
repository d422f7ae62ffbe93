"""Hold the forms a note can take: an e-mail, the script of a call, a text, a letter, entries in a calendar."""
