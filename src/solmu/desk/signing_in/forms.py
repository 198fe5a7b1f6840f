"""Django-allauth's forms where ours ask for less, a password once, since it can be shown; and for a recovery code."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from solmu.desk.signing_in.recovery_codes import use_code


class NewPassword(ChangePasswordForm):
    """The present password and a new one."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        del self.fields["password2"]


class NewPasswordByLink(ResetPasswordKeyForm):
    """A new password, for whoever opened the link that was sent by mail."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        del self.fields["password2"]


class _OfAppOrRecovery:
    """A code of the authenticator app, else a recovery code; every attempt counts."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        forget_attempts = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        app = Authenticator.objects.filter(user=self.user, type=Authenticator.Type.TOTP).first()
        found = app if app is not None and TOTP(app).validate_code(code) else use_code(self.user, code)
        if found is None:
            raise get_adapter().validation_error("incorrect_code")
        found.user = self.user
        self.authenticator = found
        forget_attempts()
        return code


class Code(_OfAppOrRecovery, AuthenticateForm):
    """The second factor when signing in."""


class CodeOnceMore(_OfAppOrRecovery, ReauthenticateForm):
    """Proving once more who one is."""
