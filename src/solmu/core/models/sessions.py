"""Who is signed in, by which provider somebody is known, and what is remembered for minutes: no facts of the record."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from solmu.core.ids import OpaqueIdField
from solmu.core.personal_data import SIGNS_IN, Basis, Kept, PersonalData, Receiver, Whose


class Session(models.Model):
    """A browser that has come to the desk: signed in, where `account` is set, or on its way.

    `key_hash` is the SHA-256 of the key in the browser's cookie, so that whoever reads the table, or a copy of it, can
    act for nobody. The provider's three columns say under which of its sessions somebody signed in, so that it can end
    them (OpenID Connect Back-Channel Logout 1.0).
    """

    key_hash = models.CharField(max_length=64, primary_key=True)
    content = models.TextField(help_text="what the desk remembers for this browser, signed")
    until = models.DateTimeField(help_text="when the session ends whatever happens")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="the last time it asked for a page, to the minute")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    browser = models.CharField(max_length=80, blank=True, help_text="its name and system, such as Firefox, Linux")
    issuer = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=255, blank=True)
    provider_session = models.CharField(max_length=255, blank=True, help_text="the provider's id of its session: sid")

    # Who restores a backup signs in again.
    is_left_out_of_backups: ClassVar[bool] = True

    personal_data = PersonalData(
        whose=Whose.ACCOUNT,
        fields=("account", "browser", "subject", "provider_session", "content"),
        what=_("With which browser somebody is signed in, since when, and when it last asked for a page"),
        purpose=SIGNS_IN,
        basis=Basis.PUBLIC_TASK,
        kept=Kept.SESSION,
        receivers=(Receiver.OWN,),
    )
    not_personal = frozenset({"issuer"})

    class Meta:
        db_table = "session"
        indexes = [
            models.Index(fields=["until"], name="session_until"),
            models.Index(fields=["issuer", "subject"], name="session_subject"),
            models.Index(fields=["issuer", "provider_session"], name="session_of_provider"),
        ]

    def __str__(self) -> str:
        return self.browser


class ProviderIdentity(models.Model):
    """An account as an OpenID Connect provider knows it: by its issuer and the subject, which never change."""

    id = OpaqueIdField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    personal_data = PersonalData(
        whose=Whose.ACCOUNT,
        fields=("account", "subject"),
        what=_("By which identifier a provider of single sign-on knows the person"),
        purpose=SIGNS_IN,
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ACCOUNT,
        receivers=(Receiver.NOBODY,),
    )
    not_personal = frozenset({"issuer"})

    class Meta:
        db_table = "provider_identity"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="provider_identity_once")]

    def __str__(self) -> str:
        return self.subject


class PassingNote(models.Model):
    """A value that every process remembers until a moment: attempts to sign in, codes and tokens that were used.

    Its key is a keyed hash, so that no network address or e-mail address stands in it.
    """

    key_hash = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    until = models.DateTimeField()

    is_left_out_of_backups: ClassVar[bool] = True

    personal_data = PersonalData(
        whose=Whose.VISITOR,
        fields=("value",),
        what=_("Attempts to sign in and messages sent, counted by a figure made from the network address"),
        purpose=_("To keep machines from guessing passwords and from flooding the pages."),
        basis=Basis.PUBLIC_TASK,
        kept=Kept.PASSING,
        receivers=(Receiver.NOBODY,),
    )

    class Meta:
        db_table = "passing_note"
        indexes = [models.Index(fields=["until"], name="passing_note_until")]

    def __str__(self) -> str:
        return self.key_hash[:8]
