"""Accounts: who acts. Everything else knows an account by its opaque id only."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from solmu.core.ids import OpaqueIdField
from solmu.core.personal_data import SIGNS_IN, Basis, Kept, PersonalData, Receiver, Whose
from solmu.core.vocabulary import STORED_ROLES, Role


class AccountQuerySet(BaseUserManager["Account"]):
    """Accounts are found by e-mail address whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser):
    """A person who signs in, by e-mail address, in one role."""

    id = OpaqueIdField()
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in STORED_ROLES])
    language = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    is_here_at = models.DateTimeField(null=True, blank=True, help_text="when the desk was last opened")
    was_here_at = models.DateTimeField(null=True, blank=True, help_text="when the visit before this one ended")

    objects = AccountQuerySet()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    # A hash of a password is no fact of the record and must not outlive the password; nor are visits.
    not_audited = frozenset({"password", "last_login", "is_here_at", "was_here_at"})

    personal_data = PersonalData(
        whose=Whose.ACCOUNT,
        fields=("email", "name"),
        what=_("Name, e-mail address, role, language, and when the desk was opened"),
        purpose=SIGNS_IN,
        basis=Basis.PUBLIC_TASK,
        kept=Kept.ACCOUNT,
        receivers=(Receiver.COLLEAGUES, Receiver.MAIL_SERVER),
        stays=_("The account is in use. Close it first; then its name and address can go."),
    )
    not_personal = frozenset({"password", "language"})

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="account_email_lower_case"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in STORED_ROLES]), name="account_role_known"
            ),
        ]

    def __str__(self) -> str:
        return self.email


def system_actor() -> Account:
    """Set-up itself as an actor: never stored, named `system` in the audit."""
    return Account(id="system", email="", role=Role.SYSTEM)
