"""Show every note at once, on one page, beside what the built-in words say."""
