"""The change log: what everybody did, and whether the chain still verifies."""
