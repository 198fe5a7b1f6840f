"""The city's own themes at the desk: their names, order, concepts, goals, and what carries each."""
