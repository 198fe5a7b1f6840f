"""Signing in: sessions, passwords, second factors, passkeys, and single sign-on by OpenID Connect.

Belongs here: how somebody proves who they are, what guards that, and the pages for it; django-allauth carries passwords
and second factors. Does not belong here: what an account may do (the packages' `permissions.py`), and the writes to
accounts (`solmu.core.actions`).
"""
