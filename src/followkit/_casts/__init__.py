"""Sample facts for every occasion on which a note is written: what leads to it, played by one of several casts."""
