"""Second factors and passkeys: asked for when signing in, added, removed; django-allauth's views, our pages."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.base import views as allauth
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.mfa.webauthn.internal import flows
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from solmu.core.city import current_city
from solmu.core.models import Account
from solmu.core.security_log import tell
from solmu.desk.signing_in import pages, second_factors
from solmu.desk.signing_in.letters import language_of
from solmu.desk.signing_in.pages import Link, of_form
from solmu.desk.signing_in.proving import proved
from solmu.desk.signing_in.recovery_codes import codes_left, make_codes
from solmu.desk.signing_in.views import FORM, ProvedAgain, again, in_words, with_next

WITH_PASSKEY = "desk/signing_in/with_passkey.html"
RECOVERY = "recovery"
"""In an address: the code that is asked for is a recovery code."""


class AskForFactor(allauth.AuthenticateView):
    """After the password: a code of the authenticator app, a recovery code or a passkey."""

    template_name = WITH_PASSKEY

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        found = getattr(form, "authenticator", None)
        if found is not None and found.type == Authenticator.Type.RECOVERY_CODES:
            tell_of_used_code(self.request, account_of(self.request))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        tell("second-factor-failed", self.request, account=self.stage.login.user.pk)
        response: HttpResponse = super().form_invalid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kinds = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        has_app = Authenticator.Type.TOTP in kinds
        asks_for_recovery = RECOVERY in self.request.GET
        intro = _("Write the code that your authenticator app shows, or a recovery code.")
        if not has_app:
            intro = _("Use your passkey, or write a recovery code.")
        return of_form(
            self.request,
            context["form"],
            title=_("One more step"),
            submit=_("Sign in"),
            intro=[_("Write a recovery code.") if asks_for_recovery else intro],
            links=[
                *([to_recovery(self.request)] if has_app and not asks_for_recovery else []),
                pages.to_sign_in_page(reverse("desk_start_over")),
            ],
            takes_letters=asks_for_recovery or not has_app,
            more=passkey(context, reverse("mfa_authenticate"), _("Use a passkey"))
            if Authenticator.Type.WEBAUTHN in kinds
            else {},
        )


def to_recovery(request: HttpRequest) -> Link:
    """To the same page for a recovery code: its field takes letters, for which a telephone shows other keys."""
    asked = request.GET.copy()
    asked[RECOVERY] = ""
    return Link(_("Use a recovery code"), f"?{asked.urlencode()}")


def tell_of_used_code(request: HttpRequest, account: Account) -> None:
    """Tell by mail that a recovery code has opened the account, and on the next page how many still do."""
    get_adapter(request).send_notification_mail("desk/recovery_code_used", account)
    left = codes_left(account) or 0
    with override(language_of(account)):
        sentence = ngettext(
            "A recovery code opened your account. %(number)s is left.",
            "A recovery code opened your account. %(number)s are left.",
            left,
        )
        messages.warning(request, sentence % {"number": left})


def passkey(context: dict[str, Any], action: str, label: str) -> dict[str, Any]:
    """What a page needs to ask the browser for a passkey."""
    return {"passkey": {"options": context["js_data"]["request_options"], "action": action, "label": label}}


@login_not_required
def start_over(request: HttpRequest) -> HttpResponse:
    """Leave a sign-in that waits for a second factor."""
    if not request.user.is_authenticated:
        request.session.flush()
    return HttpResponseRedirect(reverse("account_login"))


class CodeAgain(ProvedAgain, allauth.ReauthenticateView):
    """Proving once more who one is, by a code."""

    template_name = FORM

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_recovery = RECOVERY in self.request.GET
        links = [] if is_recovery else [to_recovery(self.request)]
        return again(self.request, super().get_context_data(**kwargs), links=links, takes_letters=is_recovery)


class PasskeyAgain(ProvedAgain, passkeys.ReauthenticateWebAuthnView):
    """Proving once more who one is, by a passkey."""

    template_name = WITH_PASSKEY

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("reauthentication_alternatives", self.get_reauthentication_alternatives())
        context["form"] = self.get_form()
        return again(
            self.request,
            context,
            only_passkey=True,
            **passkey(context, reverse("mfa_reauthenticate_webauthn"), _("Use a passkey")),
        )


class SignInByPasskey(passkeys.LoginWebAuthnView):
    """Signing in by a passkey alone: it proves something one has and, by finger or PIN, who one is."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not current_city().sign_in.passwords:
            raise Http404
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        tell("sign-in-failed", self.request, how="passkey")
        super().form_invalid(form)
        return HttpResponseRedirect(with_next(reverse("account_login"), self.request))

    def form_valid(self, form: Any) -> HttpResponse:
        authenticator = form.cleaned_data["credential"]
        login = Login(user=authenticator.user, redirect_url=get_next_redirect_url(self.request))
        response: HttpResponse = flows.perform_passwordless_login(self.request, authenticator, login)
        return response


class HowOneSignsIn(allauth.IndexView):
    """Password, second factor, passkeys and sessions of the person, each with what can be done."""

    template_name = "desk/signing_in/how.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = account_of(self.request)
        rows = list(Authenticator.objects.filter(user=account).order_by("created_at"))
        keys = [
            {
                "name": row.wrap().name,
                "since": in_words(row.created_at),
                "used": in_words(row.last_used_at) if row.last_used_at else "",
                "remove_href": reverse("mfa_remove_webauthn", kwargs={"pk": row.pk}),
            }
            for row in rows
            if row.type == Authenticator.Type.WEBAUTHN
        ]
        page = pages.around(self.request, _("How you sign in"))
        return {
            "page": page
            | {
                "is_demanded": second_factors.must_still_add_one(self.request, account),
                "is_urged": second_factors.should_add_one(self.request, account),
                "came_by_provider": second_factors.came_by_provider(self.request),
                "has_password": account.has_usable_password(),
                "has_app": any(row.type == Authenticator.Type.TOTP for row in rows),
                "keys": keys,
                "codes_left": codes_left(account),
                "sessions_href": reverse("desk_sessions"),
            }
        }


class Added:
    """A factor that was added has proved itself; with the first of them come recovery codes."""

    request: HttpRequest
    kind: Authenticator.Type

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        account = account_of(self.request)
        record_authentication(self.request, account, method="mfa", type=self.kind)
        return response if codes_left(account) is not None else show_new_codes(self.request, account, is_told=False)


@method_decorator(proved, name="dispatch")
class AddApp(Added, totp.ActivateTOTPView):
    """Adding an authenticator app: a picture to scan, and a code to prove that it works."""

    kind = Authenticator.Type.TOTP
    template_name = "desk/signing_in/add_app.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # django-allauth would lead to the page that removes it.
        if Authenticator.objects.filter(user=request.user.pk, type=self.kind).exists():
            return HttpResponseRedirect(reverse("mfa_index"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return of_form(
            self.request,
            context["form"],
            title=_("Add an authenticator app"),
            submit=_("Add the app"),
            links=[_to_how()],
            more={
                "picture": context["totp_svg_data_uri"],
                "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
            },
        )


def _to_how() -> Link:
    return Link(_("How you sign in"), reverse("mfa_index"))


@method_decorator(proved, name="dispatch")
class RemoveApp(totp.DeactivateTOTPView):
    """Removing the authenticator app."""

    template_name = FORM

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return of_form(
            self.request,
            context["form"],
            title=_("Remove the authenticator app"),
            submit=_("Remove the app"),
            intro=[_("Its codes sign you in no longer. Without a passkey the recovery codes go too.")],
            links=[_to_how()],
            is_grave=True,
        )


@method_decorator(proved, name="dispatch")
class AddPasskey(Added, passkeys.AddWebAuthnView):
    """Adding a passkey: the browser makes it, for this site and this device or its owner's keychain."""

    kind = Authenticator.Type.WEBAUTHN
    template_name = WITH_PASSKEY

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context.get("form") or self.get_form()
        # A passkey always proves a finger or a PIN too, so that it signs in alone.
        form.fields.pop("passwordless", None)
        return of_form(
            self.request,
            form,
            title=_("Add a passkey"),
            submit=_("Add a passkey"),
            intro=[
                _("Your browser asks for a finger, a face or a PIN. After that it signs you in without a password.")
            ],
            links=[_to_how()],
            more={"creation": context["js_data"]["creation_options"]},
        )


@method_decorator(proved, name="dispatch")
class RemovePasskey(passkeys.RemoveWebAuthnView):
    """Removing a passkey."""

    template_name = FORM
    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return of_form(
            self.request,
            context["form"],
            title=_("Remove a passkey"),
            submit=_("Remove the passkey"),
            intro=[
                _("Passkey: %(name)s.") % {"name": self.object.wrap().name},
                _("It signs you in no longer. Delete it on your device as well."),
            ],
            links=[_to_how()],
            is_grave=True,
        )


@login_required
@proved
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """How many recovery codes are left; new ones in their place, which the answer shows and no other page does."""
    account = account_of(request)
    if not second_factors.has_one(account):
        return HttpResponseRedirect(reverse("mfa_index"))
    if request.method == "POST":
        return show_new_codes(request, account, is_told=True)
    left = codes_left(account) or 0
    sentence = ngettext(
        "%(number)s code is left. It was shown once and is not shown again.",
        "%(number)s codes are left. They were shown once and are not shown again.",
        left,
    )
    warning = _("Once new ones are made, these open nothing any more.")
    context = of_form(
        request,
        Form(),
        title=_("Recovery codes"),
        submit=_("Make new codes"),
        intro=[sentence % {"number": left}, *([warning] if left else [])],
        links=[_to_how()],
        is_grave=left > 0,
    )
    return render(request, FORM, context)


def show_new_codes(request: HttpRequest, account: Account, *, is_told: bool) -> HttpResponse:
    """Make codes and show them, this once; `is_told`: by mail too, as where they replace others."""
    codes = make_codes(account)
    if is_told:
        get_adapter(request).send_notification_mail("mfa/email/recovery_codes_generated", account)
    else:
        tell("recovery-codes-generated", request, account=account.pk)
    page = pages.around(request, _("Recovery codes")) | {"codes": codes}
    return render(request, "desk/signing_in/recovery_codes.html", {"page": page})


def account_of(request: HttpRequest) -> Account:
    """The account that has signed in."""
    return Account.objects.get(pk=authenticated_user(request).pk)
