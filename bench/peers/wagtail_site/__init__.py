"""The peer of the portal: a Wagtail site with the same pages in the same languages.

Set up as the documentation of Wagtail (deployment, performance, internationalisation), of wagtail-cache and of Django
(deployment checklist) says for production. The database is SQLite with the same settings as Solmu's.
"""
