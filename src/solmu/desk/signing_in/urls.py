"""The addresses of signing in, below the desk's; the names are those that django-allauth asks for."""

from __future__ import annotations

from django.urls import path, re_path
from django.views.generic import RedirectView

from solmu.desk.signing_in import second_factor_views as factors
from solmu.desk.signing_in import views
from solmu.desk.signing_in.provider import views as provider

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="account_login"),
    path("sign-in/passkey/", factors.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/code/", factors.AskForFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/start-over/", factors.start_over, name="desk_start_over"),
    path("sign-in/again/", views.SignInAgain.as_view(), name="account_reauthenticate"),
    path("sign-in/again/code/", factors.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("sign-in/again/passkey/", factors.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("sign-in/not-in-use/", views.inactive, name="account_inactive"),
    # Nobody adds an account to themselves; django-allauth asks for the name.
    path("sign-up/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("sign-out/", views.SignOut.as_view(), name="account_logout"),
    path("password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("password/forgotten/", views.AskForLink.as_view(), name="account_reset_password"),
    path("password/forgotten/sent/", views.LinkSent.as_view(), name="account_reset_password_done"),
    path("password/forgotten/set/", views.Chosen.as_view(), name="account_reset_password_from_key_done"),
    re_path(
        r"^password/forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.ChooseByLink.as_view(),
        name="account_reset_password_from_key",
    ),
    path("second-factor/", factors.HowOneSignsIn.as_view(), name="mfa_index"),
    path("second-factor/app/", factors.AddApp.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/remove/", factors.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/passkey/", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("second-factor/passkey/<int:pk>/remove/", factors.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("second-factor/recovery-codes/", factors.recovery_codes, name="desk_recovery_codes"),
    path("sessions/", views.Sessions.as_view(), name="desk_sessions"),
    path("sessions/end/", views.end_other_sessions, name="desk_end_sessions"),
    path("oidc/start/", provider.start, name="oidc_start"),
    path("oidc/back/", provider.back, name="oidc_back"),
    path("oidc/back-channel-logout/", provider.back_channel_logout, name="oidc_back_channel_logout"),
]
