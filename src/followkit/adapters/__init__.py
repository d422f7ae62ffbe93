"""Turn what other programs write into facts: bytes or payloads in, values and questions out."""
