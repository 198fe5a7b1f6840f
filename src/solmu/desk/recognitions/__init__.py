"""Recognitions at the desk: awards, by whom, to whom, and who had them before."""
