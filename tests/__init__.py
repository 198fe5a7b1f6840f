"""The tests; folders mirror those of src/solmu."""
