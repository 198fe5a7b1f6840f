"""Settings, addresses and the WSGI entry.

Belongs here: how Django is put together. Does not belong here: anything a city or a page decides.
"""
