"""Read scenarios, plan them and compare; :mod:`followkit.testing` is the public way in."""
