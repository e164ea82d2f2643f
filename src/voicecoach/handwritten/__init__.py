"""Files that people write by hand: YAML in, plain data with places out, and every mistake told."""
