"""A city with one agreement that will need a decision, whose it is, and a mail server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from solmu.core.city import City
from solmu.core.models import Account, Record, Source
from solmu.registry.actions.ownership import set_owner
from solmu.registry.models import Agreement, Partnership
from solmu.stewardship.actions.reminders import hand_over, remind_people
from solmu.stewardship.actions.reminders.fixing import Fixed
from solmu.stewardship.mail.server import MailServer
from solmu.stewardship.models import Mailing, Reminder
from solmu.stewardship.queries.reminders import Standing, mailings_due
from tests.registry import founding
from tests.registry.founding import BY
from tests.stewardship.post import PostOffice

CITY = City(
    name="Rantala",
    country="FI",
    latitude=60.1,
    longitude=24.9,
    languages=("fi", "sv", "en"),
    time_zone="Europe/Helsinki",
)
ENTERED = datetime(2026, 1, 1, 12, tzinfo=UTC)

# Of an agreement until 30.6.2027, with the usual lead of six months.
ARISES, AGAIN, DUE, ENDED = date(2026, 12, 30), date(2027, 5, 30), date(2027, 6, 29), date(2027, 7, 1)


def moment(day: date, hour: int = 6) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def add_account(email: str, role: str = "contributor", **facts: object) -> Account:
    account = Account.objects.create(email=email, role=role, **facts)
    Account.objects.filter(pk=account.pk).update(created_at=ENTERED)
    account.refresh_from_db()
    return account


def entered(record_id: str, at: datetime = ENTERED) -> None:
    Record.objects.filter(pk=record_id).update(created_at=at)


@pytest.fixture
def source(db: None) -> Source:
    return founding.page()


@pytest.fixture
def tartu(source: Source) -> Partnership:
    founding.home(source)
    tie = founding.partnership(source, founding.place(source, fi="Tartto", sv="Dorpat", en="Tartu"))
    Record.objects.update(created_at=ENTERED)
    return tie


@pytest.fixture
def owner(db: None) -> Account:
    return add_account("maija@example.org", name="Maija Mallikas", language="en")


@pytest.fixture
def agreement(source: Source, tartu: Partnership, owner: Account) -> Agreement:
    made = founding.agreement(source, tartu, signed="2024-01-01", valid_until="2027-06-30")
    set_owner(by=BY, source=source, record=made.record, account=owner)
    entered(made.pk)
    return made


@pytest.fixture
def remind() -> Callable[[date], Fixed]:
    return lambda day: remind_people(by=BY, day=day, at=moment(day), city=CITY)


class Delivery:
    """What one run of delivery does, at any moment; each run is a new connection."""

    def __call__(self, at: datetime, day: date | None = None) -> list[str | None]:
        standing = Standing(day or at.date(), CITY)
        with MailServer() as server:
            return [
                hand_over(by=BY, mailing_id=key, at=at, server=server, standing=standing) for key in mailings_due(at)
            ]


@pytest.fixture
def deliver() -> Delivery:
    return Delivery()


@pytest.fixture
def post(settings) -> PostOffice:
    """The mail server Solmu is set to; it is down until a test opens it."""
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = office.port
    settings.EMAIL_TIMEOUT = 20
    settings.DEFAULT_FROM_EMAIL = "ties@rantala.example"
    return office


@pytest.fixture
def open_post(post: PostOffice) -> Iterator[PostOffice]:
    with post.is_open():
        yield post


def rows() -> list[tuple[str, date, str, str]]:
    """The ledger: rule, day, recipient's address, purpose."""
    found = Reminder.objects.order_by("due_on", "recipient__email").select_related("recipient")
    return [(row.rule, row.due_on, row.recipient.email, row.purpose) for row in found]


def mailing() -> Mailing:
    return Mailing.objects.get()


WEEK = timedelta(days=7)
