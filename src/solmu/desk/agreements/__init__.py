"""Agreements at the desk: the register, each one with its terms and documents, and every step it can take."""
