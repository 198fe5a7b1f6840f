"""The sources that facts were read from."""
