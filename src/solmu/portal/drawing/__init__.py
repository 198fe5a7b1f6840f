"""Drawings as SVG: the city's own map of the world, and agreements in time.

Here belong geometry, the placing of words and the marks themselves, as pure functions of values.
Not here: queries, views, translations (every word comes in as an argument), and no Django.
"""
