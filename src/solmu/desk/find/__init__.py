"""Quick find: everything the record holds, a key away."""
