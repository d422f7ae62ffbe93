"""Turn text into facts and facts into plain data; :mod:`followkit.interchange` is the public way in."""
