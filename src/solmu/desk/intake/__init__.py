"""Intake at the desk: files are dropped, and the claims read from them reviewed beside their words."""
