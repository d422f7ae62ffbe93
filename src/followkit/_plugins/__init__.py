"""Drive pluggy and read installed packages; nothing else in followkit does."""
