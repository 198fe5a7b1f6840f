"""Secret addresses for calendars of deadlines: made, shown once, revoked."""

from __future__ import annotations

import hashlib
import json

import pytest

from solmu.core.audit import chain_faults
from solmu.core.errors import BrokenRule, NotPermitted
from solmu.core.models import Account, AuditEntry, AuditValue, system_actor
from solmu.stewardship.actions.calendars import follow_deadlines, revoke_calendar
from solmu.stewardship.models import CalendarSubscription
from solmu.stewardship.queries.calendars import subscription_with, subscriptions
from solmu.stewardship.vocabulary import CalendarScope
from tests.registry import founding

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Account:
    return founding.account("officer")


def test_secret_opens_its_subscription(officer: Account) -> None:
    subscription, secret = follow_deadlines(by=officer)
    found = subscription_with(secret)
    assert found == subscription
    assert (found.account, found.scope, found.revoked_at) == (officer, CalendarScope.OWN, None)


def test_only_the_digest_of_a_secret_is_kept(officer: Account) -> None:
    subscription, secret = follow_deadlines(by=officer, scope=CalendarScope.ALL)
    row = CalendarSubscription.objects.filter(pk=subscription.pk).values().get()
    assert row["secret_sha256"] == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str(row)
    assert (row["scope"], row["account_id"]) == ("all", officer.pk)


def test_secrets_are_long_and_each_another(officer: Account) -> None:
    secrets = {follow_deadlines(by=officer)[1] for _ in range(5)}
    assert len(secrets) == 5
    # 256 bits in base64, six bits a letter.
    assert {len(secret) for secret in secrets} == {43}


def test_neither_secret_nor_digest_stands_in_the_audit(officer: Account) -> None:
    subscription, secret = follow_deadlines(by=officer)
    entry = AuditEntry.objects.get(action="follow_deadlines")
    assert (entry.record_id, entry.actor_id) == (subscription.pk, officer.pk)
    kept = str(list(AuditEntry.objects.values())) + str(list(AuditValue.objects.values()))
    assert secret not in kept
    assert subscription.secret_sha256 not in kept
    assert sorted(json.loads(entry.commitments)) == ["account_id", "made_at", "scope"]
    assert list(chain_faults()) == []


def test_revoked_secret_opens_nothing(officer: Account) -> None:
    subscription, secret = follow_deadlines(by=officer)
    other, other_secret = follow_deadlines(by=officer)
    revoke_calendar(by=officer, subscription=subscription)
    assert subscription_with(secret) is None
    assert subscription_with(other_secret) == other
    entry = AuditEntry.objects.get(action="revoke_calendar")
    assert (entry.record_id, list(json.loads(entry.commitments))) == (subscription.pk, ["revoked_at"])


def test_secret_of_somebody_who_left_opens_nothing(officer: Account) -> None:
    _, secret = follow_deadlines(by=officer)
    Account.objects.filter(pk=officer.pk).update(is_active=False)
    assert subscription_with(secret) is None


@pytest.mark.parametrize("secret", ["", "nonsense", "0" * 43, "ä\x00"])
def test_unknown_secret_opens_nothing(officer: Account, secret: str) -> None:
    follow_deadlines(by=officer)
    assert subscription_with(secret) is None


def test_subscriptions_of_an_account_the_revoked_too(officer: Account) -> None:
    mine, _ = follow_deadlines(by=officer)
    theirs, _ = follow_deadlines(by=founding.account("reader"))
    revoke_calendar(by=officer, subscription=mine)
    assert [each.pk for each in subscriptions(account=officer)] == [mine.pk]
    assert [each.pk for each in subscriptions()] == [mine.pk, theirs.pk]


# --- refusals ---------------------------------------------------------------------------------------------------------


def test_revoking_twice_is_refused(officer: Account) -> None:
    subscription, _ = follow_deadlines(by=officer)
    revoke_calendar(by=officer, subscription=subscription)
    with pytest.raises(BrokenRule, match="was revoked already"):
        revoke_calendar(by=officer, subscription=subscription)
    assert AuditEntry.objects.filter(action="revoke_calendar").count() == 1


def test_only_its_account_or_an_administrator_revokes(officer: Account) -> None:
    subscription, secret = follow_deadlines(by=officer)
    with pytest.raises(NotPermitted):
        revoke_calendar(by=founding.account("auditor"), subscription=subscription)
    assert subscription_with(secret) == subscription
    revoke_calendar(by=founding.account("administrator"), subscription=subscription)
    assert subscription_with(secret) is None


@pytest.mark.parametrize("role", ["reader", "contributor", "officer", "administrator", "auditor"])
def test_every_person_may_follow_deadlines(role: str) -> None:
    assert follow_deadlines(by=founding.account(role))[0].scope == "own"


def test_who_left_and_set_up_itself_may_not_follow(officer: Account) -> None:
    for by in (founding.account("officer", is_active=False), system_actor()):
        with pytest.raises(NotPermitted):
            follow_deadlines(by=by)
    assert subscriptions() == []
