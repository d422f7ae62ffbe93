"""What every record of a plugin must keep to, as checks that plugin authors and ``followkit plugins --check`` run."""
