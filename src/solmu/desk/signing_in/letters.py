"""The mails of signing in, sent beside the answer so that its time tells nobody whether an address has an account."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from solmu.core.city import current_city
from solmu.core.models import Account
from solmu.desk.signing_in.links import is_invited

_log = logging.getLogger("solmu.security")

NOTICES: Mapping[str, str] = {
    "account/email/password_changed": gettext_noop("Your password was changed."),
    "account/email/password_reset": gettext_noop("Your password was set again by a link sent by mail."),
    "mfa/email/totp_activated": gettext_noop("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": gettext_noop("The authenticator app was removed from your account."),
    "mfa/email/webauthn_added": gettext_noop("A passkey was added to your account."),
    "mfa/email/webauthn_removed": gettext_noop("A passkey was removed from your account."),
    "desk/address_changed": gettext_noop("An administrator gave your account another e-mail address."),
    "desk/second_factor_forgotten": gettext_noop(
        "An administrator took the second factor from your account. Sign in with your password and add it anew."
    ),
    "desk/recovery_code_used": gettext_noop("A recovery code opened your account."),
    "mfa/email/recovery_codes_generated": gettext_noop("New recovery codes were made for your account."),
}
"""What is told of, by django-allauth's name or our own: whoever did not do it themselves learns of it."""

sending: set[threading.Thread] = set()
"""Mails on their way."""


def send_reset_link(account: Account, link: str) -> None:
    """Send the link at which a new password can be set."""
    with translation.override(language_of(account)):
        subject = _("A new password for the desk")
        body = render_to_string("desk/signing_in/reset_mail.txt", {"link": link, "city": _city_name()})
    _send(account, subject, body)


def can_send() -> bool:
    """Whether the instance has a mail server."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL)


def send_invitation(account: Account, link: str, *, takes_passwords: bool) -> None:
    """Tell somebody of their account, with the link at which they choose a password, or sign in."""
    with translation.override(language_of(account)):
        subject = _("Your account at the desk")
        told = {"link": link, "city": _city_name(), "takes_passwords": takes_passwords, "is_new": is_invited(account)}
        body = render_to_string("desk/signing_in/invitation_mail.txt", told)
    _send(account, subject, body)


def send_notice(account: Account, event: str, *, to: str = "") -> None:
    """Tell the account, at its address or the one it had, of a change to how it signs in."""
    if event not in NOTICES:
        return
    with translation.override(language_of(account)):
        subject = _("A change to how you sign in")
        context = {"sentence": _(NOTICES[event]), "city": _city_name()}
        body = render_to_string("desk/signing_in/notice_mail.txt", context)
    _send(account, subject, body, to=to)


def language_of(account: Account) -> str:
    """The account's language, else the first that the city and the desk share."""
    known = dict(settings.LANGUAGES)
    if account.language in known:
        return account.language
    return next((code for code in current_city().languages if code in known), settings.LANGUAGE_CODE)


def _city_name() -> str:
    return current_city().name_in(translation.get_language() or "").nominative


def _send(account: Account, subject: str, body: str, *, to: str = "") -> None:
    if not can_send():
        _log.warning("no-mail-server account=%s", account.pk)
        return
    message = EmailMessage(subject, body, to=[to or account.email])
    thread = threading.Thread(target=_hand_over, args=(message, account.pk), daemon=True)
    sending.add(thread)
    thread.start()


def _hand_over(message: EmailMessage, account_id: str) -> None:
    try:
        message.send()
    except OSError as error:  # smtplib's errors are such
        _log.warning("mail-not-sent account=%s why=%s", account_id, type(error).__name__)
    finally:
        sending.discard(threading.current_thread())


def wait_until_sent() -> None:
    """Wait for the mails on their way, as a command that ends must."""
    for thread in list(sending):
        thread.join()
