"""Help at the desk: a short guide for each area, in each language, and where it is read from."""
