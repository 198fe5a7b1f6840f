"""The public face: pages for residents, in the city's languages, and their drawings.

Belongs here: addresses, views, templates, maps and timelines. Does not belong here: rules and writes.
"""
