"""Signing in by e-mail and password, signing out, the password, one's sessions: allauth's views, our pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account import views as allauth
from allauth.account.decorators import reauthentication_required
from allauth.core.internal.httpkit import authenticated_user
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from solmu.core.actions import end_sessions
from solmu.core.city import current_city
from solmu.core.models import Account, Session
from solmu.core.security_log import tell
from solmu.core.wording import shown_date
from solmu.desk.signing_in import pages
from solmu.desk.signing_in.adapters import is_our_own_path
from solmu.desk.signing_in.forms import NewPassword, NewPasswordByLink
from solmu.desk.signing_in.pages import Link, message_page, of_form
from solmu.desk.signing_in.provider.leaving import address_to_leave_at
from solmu.desk.signing_in.sessions import hash_of, is_over

FORM = "desk/signing_in/form.html"


def with_next(address: str, request: HttpRequest) -> str:
    """An address that leads on to where the person was going."""
    wanted = request.POST.get(pages.NEXT) or request.GET.get(pages.NEXT) or ""
    return f"{address}?{urlencode({pages.NEXT: wanted})}" if is_our_own_path(wanted) else address


def wanted_path(request: HttpRequest) -> str:
    """Where the person was going, where that is a page of ours."""
    wanted = request.POST.get(pages.NEXT) or request.GET.get(pages.NEXT) or ""
    return wanted if is_our_own_path(wanted) else ""


def _refuse_without_passwords() -> None:
    if not current_city().sign_in.passwords:
        raise Http404


class SignIn(allauth.LoginView):
    """The first page: e-mail and password, a passkey, or the provider."""

    template_name = "desk/signing_in/sign_in.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _refuse_without_passwords()
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        sign_in = current_city().sign_in
        provider = sign_in.provider
        has_expired = bool(wanted_path(self.request)) and self.request.method == "GET"
        return of_form(
            self.request,
            context["form"],
            title=_("Sign in"),
            submit=_("Sign in"),
            intro=[_("Sign in to go on. What you had written is kept.")] if has_expired else [],
            links=[Link(_("I have forgotten my password"), reverse("account_reset_password"))],
            next_=wanted_path(self.request),
            more={
                "takes_passwords": sign_in.passwords,
                "provider": provider.name if provider else "",
                "provider_href": with_next(reverse("oidc_start"), self.request),
                "passkey_href": reverse("mfa_login_webauthn"),
            },
        )


class SignOut(allauth.LogoutView):
    """Signing out: asked on a page, done by its form; with single sign-on it can be left there too."""

    template_name = FORM

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        elsewhere = address_to_leave_at(request)
        self.logout()
        request.session.flush()
        again = Link(_("Sign in again"), with_next(reverse("account_login"), request))
        if not elsewhere:
            return message_page(request, _("You have signed out"), links=[again])
        name, address = elsewhere
        return message_page(
            request,
            _("You have signed out"),
            _("You are still signed in at %(provider)s.") % {"provider": name},
            links=[Link(_("Sign out at %(provider)s too") % {"provider": name}, address), again],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return of_form(self.request, forms.Form(), title=_("Sign out"), submit=_("Sign out"), links=[_to_desk()])


def _to_desk() -> Link:
    return Link(_("Back to the desk"), settings.DESK)


class ProvedAgain:
    """Whoever has proved once more who they are goes on with a new key; the one before opens nothing any more."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.cycle_key()
        tell("proved-again", self.request, account=str(self.request.user.pk))
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        tell("proof-failed", self.request, account=str(self.request.user.pk))
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        return response


class SignInAgain(ProvedAgain, allauth.ReauthenticateView):
    """Before something that is worth it: the password once more."""

    template_name = FORM

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return again(self.request, context)


def again(
    request: HttpRequest,
    context: dict[str, Any],
    *,
    links: Sequence[Link] = (),
    takes_letters: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """The page that asks somebody to prove once more who they are."""
    others = context["reauthentication_alternatives"]
    return of_form(
        request,
        context["form"],
        title=_("Is it still you?"),
        submit=_("Go on"),
        intro=[_("This changes how somebody signs in. Prove once more that it is you.")],
        links=[*links, *(Link(str(each["description"]), each["url"]) for each in others)],
        next_=wanted_path(request),
        takes_letters=takes_letters,
        more=more,
    )


class ChangePassword(allauth.PasswordChangeView):
    """A new password for whoever knows the present one; the other sessions end."""

    template_name = FORM

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not request.user.has_usable_password():
            return HttpResponseRedirect(reverse("account_reset_password"))
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[forms.Form]:
        return NewPassword

    def form_invalid(self, form: Any) -> HttpResponse:
        if "oldpassword" in form.errors:
            tell("proof-failed", self.request, account=str(self.request.user.pk))
        response: HttpResponse = super().form_invalid(form)
        return response

    def get_default_success_url(self) -> str:
        return reverse("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return of_form(
            self.request,
            context["form"],
            title=_("Change your password"),
            submit=_("Change the password"),
            intro=[_("You stay signed in here. Your other sessions end.")],
            links=[Link(_("How you sign in"), reverse("mfa_index"))],
        )


class AskForLink(allauth.PasswordResetView):
    """Asking for a link by mail; the answer is the same whether the address has an account or not."""

    template_name = FORM

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _refuse_without_passwords()
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return of_form(
            self.request,
            context["form"],
            title=_("A new password"),
            submit=_("Send the link"),
            intro=[_("Write your e-mail address. A link at which you can choose a new password is sent to it.")],
            links=[pages.to_sign_in_page(reverse("account_login"))],
        )


class LinkSent(allauth.PasswordResetDoneView):
    """After asking for a link."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return message_page(
            request,
            _("Look at your mail"),
            _("If the address has an account here, a link was sent to it. It opens once, and within an hour."),
            _("No mail? Look among unwanted mail, or ask an administrator of the desk."),
            links=[pages.to_sign_in_page(reverse("account_login"))],
        )


class ChooseByLink(allauth.PasswordResetFromKeyView):
    """Choosing a new password at the link."""

    template_name = FORM

    def get_form_class(self) -> type[forms.Form]:
        return NewPasswordByLink

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if "page" in context:
            response: HttpResponse = super().render_to_response(context, **kwargs)
            return response
        tell("link-unknown", self.request)
        return message_page(
            self.request,
            _("This link does not open"),
            _("It was used already, or is older than an hour. Ask for a new one."),
            links=[Link(_("Ask for a new link"), reverse("account_reset_password"))],
            status=410,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if kwargs.get("token_fail"):
            return {}
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return of_form(
            self.request,
            context["form"],
            title=_("Choose a new password"),
            submit=_("Set the password"),
            intro=[_("All your sessions end, and you sign in with the new password.")],
        )


class Chosen(allauth.PasswordResetFromKeyDoneView):
    """After a new password was chosen."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return message_page(
            request,
            _("The password was set"),
            links=[Link(_("Sign in"), reverse("account_login"))],
        )


def inactive(request: HttpRequest) -> HttpResponse:
    """For whoever knows the password of an account that is not in use."""
    return message_page(
        request,
        _("This account is not in use"),
        _("Ask an administrator of the desk."),
        links=[pages.to_sign_in_page(reverse("account_login"))],
        status=403,
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """For whoever asks too often."""
    tell("throttled", request, bound="requests")
    return message_page(request, _("Too many attempts"), _("Wait ten minutes and try again."), status=429)


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For a form without the token that proves that it was sent from a page of the desk."""
    tell("form-refused", request, path=request.path)
    return message_page(
        request,
        _("The form was not taken"),
        _("You have signed in again since the page was opened, or the form came from elsewhere. Nothing was changed."),
        _("Go back in your browser, load the page again and send the form once more."),
        links=[_to_desk()],
        status=403,
    )


def in_words(moment: datetime) -> str:
    """A moment on the city's clock, as the reader's language writes it."""
    there = moment.astimezone(ZoneInfo(current_city().time_zone))
    return f"{shown_date(there.date())} {there:%H:%M}"


# --- one's sessions ---------------------------------------------------------------------------------------------------


@method_decorator(login_required, name="dispatch")
class Sessions(TemplateView):
    """Where one is signed in, and ending it elsewhere."""

    template_name = "desk/signing_in/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        present = hash_of(self.request.session.session_key or "")
        now = timezone.now()
        rows = [
            {
                "browser": row.browser or _("A browser"),
                "began": in_words(row.began_at),
                "seen": in_words(row.seen_at),
                "is_present": row.pk == present,
                "id": row.pk,
            }
            for row in Session.objects.filter(account=self.request.user.pk).order_by("-seen_at")
            if not is_over(row, now)
        ]
        page = pages.around(self.request, _("Where you are signed in"))
        return {
            "page": page
            | {
                "rows": rows,
                "has_others": len(rows) > 1,
                "end_href": reverse("desk_end_sessions"),
                "how_href": reverse("mfa_index"),
            }
        }


@require_POST
@reauthentication_required
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End one of the person's other sessions, or all of them."""
    account = Account.objects.get(pk=authenticated_user(request).pk)
    present = hash_of(request.session.session_key or "")
    # No session's key holds a NUL, and PostgreSQL takes none in a text.
    only = request.POST.get("session", "").replace("\x00", "-")
    number = end_sessions(by=account, account=account, keeping=present, only=only)
    tell("sessions-ended", request, account=account.pk, number=str(number))
    return HttpResponseRedirect(reverse("desk_sessions"))
