"""Look a house over: every file, every name, every sentence, every scenario."""
