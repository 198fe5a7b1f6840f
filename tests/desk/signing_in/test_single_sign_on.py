"""Single sign-on against a provider that really runs: who comes in, in which role, and who does not."""

from __future__ import annotations

import logging
import socketserver
import threading
import urllib.parse
from pathlib import Path

import pytest
from i18nfield.strings import LazyI18nString
from pytest_django.live_server_helper import LiveServer

from solmu.core.actions import add_account, deactivate_account
from solmu.core.models import Account, AuditEntry, ProviderIdentity, Session, system_actor
from solmu.registry.actions.organisations import add_unit
from solmu.registry.models import Organisation, UnitMember
from tests.desk.signing_in.at_the_door import security
from tests.desk.signing_in.conftest import RunningProvider, sign_in_by
from tests.desk.signing_in.surfing import Page, Surfer

pytestmark = pytest.mark.sqlite  # what the provider says hangs on no database

WHO = {"email": "maija@example.org", "email_verified": True, "name": "Maija Example"}


def sign_in(surfer: Surfer, desk: LiveServer, name: str, path: str = "/desk/sessions/") -> Page:
    """From the desk to the provider, through its two pages, and back."""
    surfer.go(f"{desk.url}/desk/oidc/start/?{urllib.parse.urlencode({'next': path})}")
    surfer.send(login=name, password="any")
    return surfer.send()


def roles() -> dict[str, str]:
    return dict(Account.objects.values_list("email", "role"))


def test_somebody_comes_in_with_the_role_of_their_groups(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["everyone", "officers"])
    page = sign_in(Surfer(), live_server, "maija")
    assert (page.status, page.path) == (200, "/desk/sessions/")
    account = Account.objects.get()
    assert (account.email, account.name, account.role) == ("maija@example.org", "Maija Example", "officer")
    identity = ProviderIdentity.objects.get()
    assert (identity.account_id, identity.issuer, identity.subject) == (account.pk, provider.issuer, "maija")
    session = Session.objects.get(account=account)
    assert (session.issuer, session.subject, bool(session.provider_session)) == (provider.issuer, "maija", True)
    assert AuditEntry.objects.order_by("-sequence").first().actor_id == "system"


def test_the_sign_in_page_leads_to_the_provider(live_server: LiveServer, provider: RunningProvider) -> None:
    surfer = Surfer()
    page = surfer.go(f"{live_server.url}/desk/sign-in/?next=/desk/sessions/")
    address = page.link("Sign in: City account")
    assert address == f"{live_server.url}/desk/oidc/start/?next=%2Fdesk%2Fsessions%2F"


def test_the_role_follows_the_groups_at_each_sign_in(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["education", "officers"])
    sign_in(Surfer(), live_server, "maija")
    before = roles()
    provider.knows("maija", **WHO, groups=["education"])
    sign_in(Surfer(), live_server, "maija")
    assert (before, roles()) == ({"maija@example.org": "officer"}, {"maija@example.org": "contributor"})


def test_the_units_follow_the_groups(live_server: LiveServer, provider: RunningProvider, instance: Path) -> None:
    home = Organisation.objects.get()
    units = [
        add_unit(by=system_actor(), source=None, organisation=home, name=LazyI18nString({"en": name}))
        for name in ("Education", "Culture")
    ]
    sign_in_by(
        instance,
        provider,
        roles='"staff" = "contributor"',
        units=f'"education" = "{units[0].pk}"\n"culture" = "{units[1].pk}"',
    )
    provider.knows("maija", **WHO, groups=["staff", "education"])
    sign_in(Surfer(), live_server, "maija")
    first = list(UnitMember.objects.values_list("unit_id", flat=True))
    provider.knows("maija", **WHO, groups=["staff", "culture"])
    sign_in(Surfer(), live_server, "maija")
    second = list(UnitMember.objects.values_list("unit_id", flat=True))
    assert (first, second) == ([units[0].pk], [units[1].pk])


def test_without_a_group_nobody_comes_in(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("matti", email="matti@example.org", email_verified=True, groups=["everyone"])
    page = sign_in(Surfer(), live_server, "matti")
    assert (page.status, page.heading) == (403, "You are not signed in")
    assert "None of your groups may use the desk. Ask an administrator to add you to one." in page.text
    assert (Account.objects.count(), Session.objects.exclude(account=None).count()) == (0, 0)


def test_who_loses_the_group_comes_in_no_longer(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["officers"])
    sign_in(Surfer(), live_server, "maija")
    Session.objects.all().delete()
    provider.knows("maija", **WHO, groups=[])
    page = sign_in(Surfer(), live_server, "maija")
    assert (page.status, Session.objects.exclude(account=None).count()) == (403, 0)


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_account_is_not_taken_over_by_an_address_that_was_not_verified(
    live_server: LiveServer, provider: RunningProvider, verified: object
) -> None:
    add_account(by=system_actor(), email="maija@example.org", role="administrator")
    provider.knows("impostor", email="maija@example.org", email_verified=verified, groups=["officers"])
    page = sign_in(Surfer(), live_server, "impostor")
    assert (page.status, ProviderIdentity.objects.count()) == (403, 0)
    assert roles() == {"maija@example.org": "administrator"}


def test_an_account_is_joined_by_a_verified_address(live_server: LiveServer, provider: RunningProvider) -> None:
    account = add_account(by=system_actor(), email="maija@example.org", role="reader")
    provider.knows("maija", **WHO, groups=["officers"])
    sign_in(Surfer(), live_server, "maija")
    assert list(ProviderIdentity.objects.values_list("account", "subject")) == [(account.pk, "maija")]
    assert roles() == {"maija@example.org": "officer"}


def test_an_account_has_one_person_of_the_provider(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["officers"])
    sign_in(Surfer(), live_server, "maija")
    provider.knows("other", **WHO, groups=["officers"])
    page = sign_in(Surfer(), live_server, "other")
    assert (page.status, list(ProviderIdentity.objects.values_list("subject", flat=True))) == (403, ["maija"])


def test_a_changed_address_stays_the_same_account(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["officers"])
    sign_in(Surfer(), live_server, "maija")
    provider.knows("maija", email="maija.new@example.org", email_verified=True, groups=["officers"])
    page = sign_in(Surfer(), live_server, "maija")
    assert (page.status, list(roles())) == (200, ["maija@example.org"])


def test_a_deactivated_account_does_not_come_in(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["officers"])
    surfer = Surfer()
    sign_in(surfer, live_server, "maija")
    deactivate_account(by=system_actor(), account=Account.objects.get())
    assert surfer.go(f"{live_server.url}/desk/sessions/").path == "/desk/sign-in/"
    page = sign_in(Surfer(), live_server, "maija")
    assert (page.status, "This account is not in use. Ask an administrator." in page.text) == (403, True)


def test_without_an_address_nobody_is_added(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("nobody", groups=["officers"])
    page = sign_in(Surfer(), live_server, "nobody")
    assert (page.status, Account.objects.count()) == (403, 0)


def test_claims_are_asked_for_where_the_token_has_none(
    live_server: LiveServer, sparing_provider: RunningProvider
) -> None:
    sparing_provider.knows("maija", **WHO, groups=["officers"])
    page = sign_in(Surfer(), live_server, "maija")
    assert (page.status, roles()) == (200, {"maija@example.org": "officer"})


def test_an_answer_without_the_question_is_refused(live_server: LiveServer, provider: RunningProvider) -> None:
    page = Surfer().go(f"{live_server.url}/desk/oidc/back/?code=made-up&state=made-up")
    assert (page.status, page.heading) == (403, "You are not signed in")


def test_an_answer_is_taken_once(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["officers"])
    surfer = Surfer()
    sign_in(surfer, live_server, "maija")
    (answer,) = [address for address in surfer.way if "/desk/oidc/back/" in address]
    page = surfer.go(answer)
    assert (page.status, page.heading) == (403, "You are not signed in")


def test_another_browser_cannot_use_the_answer(live_server: LiveServer, provider: RunningProvider) -> None:
    """Somebody cannot be signed in as another by being led to the other's answer."""
    provider.knows("maija", **WHO, groups=["officers"])
    attacker, victim = Surfer(), Surfer()
    sign_in(attacker, live_server, "maija")
    (answer,) = [address for address in attacker.way if "/desk/oidc/back/" in address]
    victim.go(f"{live_server.url}/desk/oidc/start/")
    assert victim.go(answer).status == 403
    assert victim.go(f"{live_server.url}/desk/sessions/").path == "/desk/sign-in/"


def test_only_ways_within_the_site_are_gone_afterwards(live_server: LiveServer, provider: RunningProvider) -> None:
    provider.knows("maija", **WHO, groups=["officers"])
    page = sign_in(Surfer(), live_server, "maija", path="https://evil.example/")
    assert page.address.startswith(f"{live_server.url}/desk/")


def test_a_provider_that_does_not_answer_is_said(
    live_server: LiveServer, provider: RunningProvider, instance: Path, caplog
) -> None:
    gone = RunningProvider("http://127.0.0.1:9", provider.key)
    sign_in_by(instance, gone, roles='"officers" = "officer"')
    with caplog.at_level(logging.INFO, logger="solmu.security"):
        page = Surfer().go(f"{live_server.url}/desk/oidc/start/")
    assert security(caplog) == ["sign-in-failed account=- from=127.0.0.0/24 how=provider why=unreachable"]
    assert (page.status, "The provider does not answer. Try again in a while." in page.text) == (403, True)


def test_a_provider_that_speaks_no_http_is_said(
    live_server: LiveServer, provider: RunningProvider, instance: Path
) -> None:
    class Other(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Other) as other:
        thread = threading.Thread(target=other.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        address = f"http://127.0.0.1:{other.server_address[1]}"
        sign_in_by(instance, RunningProvider(address, provider.key), roles='"officers" = "officer"')
        page = Surfer().go(f"{live_server.url}/desk/oidc/start/")
        other.shutdown()
        thread.join()
    assert (page.status, "The provider does not answer. Try again in a while." in page.text) == (403, True)


def test_a_city_may_let_only_the_provider_sign_in(
    live_server: LiveServer, provider: RunningProvider, instance: Path
) -> None:
    add_account(by=system_actor(), email="maija@example.org", role="reader", password="a quiet river bend")
    sign_in_by(instance, provider, roles='"officers" = "officer"', more="passwords = false")
    surfer = Surfer()
    page = surfer.go(f"{live_server.url}/desk/sign-in/")
    assert 'type="password"' not in page.text
    statuses = [
        surfer.go(f"{live_server.url}/desk/{path}").status for path in ("password/forgotten/", "sign-in/passkey/")
    ]
    assert statuses == [404, 404]


def test_another_site_signs_nobody_in(live_server: LiveServer, provider: RunningProvider) -> None:
    """Somebody whom the provider knows already is not signed in by a page of somebody else's."""
    page = Surfer().go(f"{live_server.url}/desk/oidc/start/", **{"Sec-Fetch-Site": "cross-site"})
    assert (page.path, page.heading) == ("/desk/sign-in/", "Sign in")


def test_a_description_of_another_issuer_is_refused(
    live_server: LiveServer, provider: RunningProvider, instance: Path
) -> None:
    """The provider answers below another name than the settings give it, and is not believed to be that."""
    sign_in_by(instance, RunningProvider(f"{provider.issuer}/", provider.key), roles='"officers" = "officer"')
    page = Surfer().go(f"{live_server.url}/desk/oidc/start/")
    assert page.status == 403
    assert "The provider is not the one that the settings name. Ask an administrator." in page.text
