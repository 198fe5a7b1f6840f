"""What an administrator does with an account beside changing it: letters, closing, helping who cannot sign in."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from solmu.core.actions import deactivate_account, end_sessions, reactivate_account, reset_second_factor
from solmu.core.models import Account
from solmu.core.permissions import can_manage_accounts
from solmu.core.security_log import tell
from solmu.desk.editing.forms import EditForm
from solmu.desk.editing.steps import Step
from solmu.desk.signing_in.inviting import invite
from solmu.desk.signing_in.letters import can_send, send_notice
from solmu.desk.signing_in.links import is_invited
from solmu.stewardship.queries.handing_over import looked_after_by


def steps_for(
    request: HttpRequest, account: Account, *, is_signed_in: bool, has_factor: bool
) -> tuple[Step, ...]:  # fmt: skip
    """The steps with an account; none with one's own, which has a page of its own that asks for proof."""
    if request.by.pk == account.pk:  # type: ignore[attr-defined]
        return ()

    def send(_by: Account, found: Account, _form: EditForm, _day: date) -> str:
        transaction.on_commit(lambda: invite(request, found))
        return _("A letter was sent to %(email)s.") % {"email": found.email}

    def close(by: Account, found: Account, _form: EditForm, _day: date) -> str:
        deactivate_account(by=by, account=found)
        tell("account-closed", request, account=found.pk)
        return _("The account is closed.")

    def reopen(by: Account, found: Account, _form: EditForm, _day: date) -> str:
        reactivate_account(by=by, account=found)
        tell("account-reopened", request, account=found.pk)
        return _("The account is open again.")

    def forget(by: Account, found: Account, _form: EditForm, _day: date) -> str:
        reset_second_factor(by=by, account=found)
        tell("second-factor-forgotten", request, account=found.pk)
        transaction.on_commit(lambda: send_notice(found, "desk/second_factor_forgotten"))
        return _("The second factor was taken away, and every session has ended.")

    def end(by: Account, found: Account, _form: EditForm, _day: date) -> str:
        end_sessions(by=by, account=found)
        tell("sessions-ended", request, account=found.pk)
        return _("They are signed out everywhere.")

    return (
        Step(
            "invite",
            _("Send a link to choose a password"),
            _what_the_letter_does,
            send,
            can_manage_accounts,
            fits=lambda found, _day: found.is_active and can_send(),
        ),
        Step(
            "end-sessions",
            _("Sign them out everywhere"),
            lambda _found, _day: _("Every session of the account ends. What they typed and did not save is kept."),
            end,
            can_manage_accounts,
            fits=lambda found, _day: found.is_active and is_signed_in,
            is_dangerous=True,
        ),
        Step(
            "forget-second-factor",
            _("Help after a lost phone or key"),
            lambda _found, _day: _(
                "Their app, passkeys and recovery codes are forgotten and every session ends: until they add one anew, "
                "the password alone signs in. Make sure that it is they who ask: call them, or see them."
            ),
            forget,
            can_manage_accounts,
            fits=lambda found, _day: found.is_active and has_factor,
            is_dangerous=True,
        ),
        Step(
            "close",
            _("Close the account"),
            _what_closing_does,
            close,
            can_manage_accounts,
            fits=lambda found, _day: found.is_active,
            is_dangerous=True,
        ),
        Step(
            "reopen",
            _("Open the account again"),
            lambda _found, _day: _("They can sign in again as before, in the role and the units they had."),
            reopen,
            can_manage_accounts,
            fits=lambda found, _day: not found.is_active,
        ),
    )


def _what_the_letter_does(found: Account, _day: date) -> str:
    if is_invited(found):
        words = _("A letter goes to %(email)s with a link that opens once, within seven days.")
    else:
        words = _(
            "A letter goes to %(email)s with a link that opens once, within an hour. The password stays until then."
        )
    return words % {"email": found.email}


def _what_closing_does(found: Account, _day: date) -> str:
    words = _("They can sign in no more, and are signed out everywhere. What they did keeps their name.")
    if looked_after_by(found):
        words += " " + _("What they look after stays theirs until you hand it over, from the same page.")
    return words
