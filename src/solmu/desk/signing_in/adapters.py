"""Where django-allauth asks us: who may, what is stored and how, what is said and what is logged."""

from __future__ import annotations

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from solmu.core.actions import refuse_weak_password, set_password
from solmu.core.city import current_city
from solmu.core.errors import SolmuError
from solmu.core.models import Account
from solmu.core.security_log import tell
from solmu.desk.signing_in.browsers import browser_in_words
from solmu.desk.signing_in.letters import send_notice, send_reset_link
from solmu.desk.signing_in.sessions import BROWSER, hash_of

SAID = {
    "account/messages/password_changed.txt": _("Your password was changed. Your other sessions have ended."),
    "mfa/messages/totp_activated.txt": _("The authenticator app was added."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app was removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
}
"""What is said after something was done, by the name that django-allauth gives it; of the rest nothing is said."""

TOO_MANY = _("Too many attempts. Wait five minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts as the desk has them: added by an administrator or by single sign-on, known by an e-mail address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("The password is wrong."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_code": _("The code is wrong, or was used already. Wait for the next one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        return is_our_own_path(url)

    def clean_password(self, password: str, user: Any = None) -> str:
        try:
            refuse_weak_password(password, user)
        except SolmuError as error:
            raise ValidationError(str(error)) from None
        return password

    def set_password(self, user: Any, password: str) -> None:
        request = context.request
        is_own = request.user.is_authenticated and request.user.pk == user.pk
        keeping = hash_of(request.session.session_key) if is_own and request.session.session_key else ""
        account = Account.objects.get(pk=user.pk)
        set_password(by=account, account=account, password=password, keeping=keeping)
        user.password = account.password
        tell("password-set", request, account=user.pk)

    # --- attempts ---

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{credentials.get('email', '').lower()} {self.get_client_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        anywhere = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_anywhere",
            key=credentials.get("email", "").lower(),
        )
        if not anywhere:
            tell("throttled", request, bound="anywhere")
            raise self.validation_error("too_many_login_attempts")
        self._anywhere = anywhere
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            tell("throttled", request, bound="address")
            raise

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        self._anywhere.rollback()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        known = Account.objects.filter(email=credentials.get("email", "").lower()).first()
        tell("sign-in-failed", request, account=known.pk if known else "")

    # --- beginning and ending ---

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        request.session[BROWSER] = browser_in_words(request.headers.get("User-Agent", ""))
        records = request.session.get("account_authentication_methods", [])
        how = "+".join(record.get("type") or record["method"] for record in records) or "provider"
        tell("signed-in", request, account=user.pk, how=how)

    def logout(self, request: HttpRequest) -> None:
        tell("signed-out", request, account=str(request.user.pk))
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        # Whoever has signed in a moment ago has just proved it.
        request = context.request
        records = get_authentication_records(request, request.user)
        since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not any(record["at"] > since for record in records)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {"reauthenticate": _("Use your password"), "mfa_reauthenticate": _("Use a code")}
        ways = super().get_reauthentication_methods(user)
        return [way | {"description": str(words.get(way["id"], _("Use a passkey")))} for way in ways]

    # --- words ---

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        sentence = message or SAID.get(message_template or "")
        if sentence:
            messages.add_message(request, level, str(sentence), extra_tags=extra_tags)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        tell("reset-asked", context["request"], account=user.pk)
        send_reset_link(user, context["password_reset_url"])

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return own_address(context.request, path.replace("UID-KEY", iri_to_uri(key)))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        tell(template_prefix.rsplit("/", 1)[-1].replace("_", "-"), self.request, account=str(user.pk))
        if isinstance(user, Account):
            send_notice(user, template_prefix)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: what is secret of them is encrypted with the instance's key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # The instance has another key than the one it was encrypted with: a secret that no code answers to.
            return Fernet.generate_key().decode()

    def get_totp_issuer(self) -> str:
        return f"Solmu {current_city().name}"

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = own_address(context.request, "/").split("//", 1)[1].split("/", 1)[0]
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return {"id": name, "name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002
        return browser_in_words(context.request.headers.get("User-Agent", "")) or str(_("Passkey"))


def _lock() -> Fernet:
    key = salted_hmac("solmu.second-factor", "encryption", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


def own_address(request: HttpRequest, path: str) -> str:
    """A path as a whole address: the site's own where it is set, whatever host the request names."""
    return f"{settings.SITE_ADDRESS}{path}" if settings.SITE_ADDRESS else str(request.build_absolute_uri(path))


def is_our_own_path(url: str) -> bool:
    """Whether it is a path of this site, such as what comes after `next=`; never another site's address."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
