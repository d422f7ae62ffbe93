"""Hold the forms a note can take: an e-mail, the script of a call, entries in a calendar."""
