"""Single sign-on by OpenID Connect, as the relying party.

Belongs here: what is asked of the provider, and what of its answers is believed. Does not belong here: which account
somebody has (`solmu.core.actions.admit_by_provider`).
"""
