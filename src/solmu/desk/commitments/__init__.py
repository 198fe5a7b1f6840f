"""Commitments at the desk: what agreements and memberships oblige to, when it is due, and that it was done."""
