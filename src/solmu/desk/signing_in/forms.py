"""Django-allauth's forms where ours ask for less: a password once, since it can be shown."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm


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
