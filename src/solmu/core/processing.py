"""The record of processing activities (GDPR, article 30), made of what the models declare (`core.personal_data`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from solmu.core.city import City
from solmu.core.personal_data import PersonalData, Whose, declarations, kept_for


@dataclass(frozen=True)
class Processing:
    """One thing that is kept of people, in words of the active language."""

    what: str
    purpose: str
    basis: str
    kept: str
    receivers: str


@dataclass(frozen=True)
class OfPeople:
    """All that is kept of one kind of people."""

    key: str
    whose: str
    processings: tuple[Processing, ...]


def record_of_processing(city: City) -> tuple[OfPeople, ...]:
    """What is kept of whom, in the active language; what several tables declare alike stands once."""
    found: dict[str, dict[Processing, None]] = {whose: {} for whose in Whose.values}
    for _model, data in declarations():
        found[data.whose][_told(data, city)] = None
    return tuple(OfPeople(whose, str(Whose(whose).label), tuple(rows)) for whose, rows in found.items() if rows)


def _told(data: PersonalData, city: City) -> Processing:
    return Processing(
        what=str(data.what),
        purpose=str(data.purpose),
        basis=str(data.basis.label),
        kept=kept_for(data.kept, city),
        receivers="; ".join(str(receiver.label) for receiver in data.receivers),
    )


def alike(processings: Iterable[Processing]) -> tuple[Processing, ...]:
    """Those that differ in what is kept alone put together, in their order."""
    found: dict[Processing, list[str]] = {}
    for each in processings:
        found.setdefault(replace(each, what=""), []).append(each.what)
    return tuple(replace(each, what="; ".join(what)) for each, what in found.items())


def transfers() -> str:
    """To whom outside the European Union data go (article 30 (1) e)."""
    return _(
        "The service sends no personal data to anybody outside the city's own servers but mails. It asks nothing of "
        "other services. Where the servers stand and who runs them, the city adds."
    )


def safeguards() -> tuple[str, ...]:
    """How the data are kept safe (articles 30 (1) g and 32)."""
    return (
        _("Each role at the desk is shown only what it works with; a test asks for every page in every role."),
        _("Whoever is shown a contact person's data is noted, and the person can be told."),
        _("Every change is written to a change log in which a later change shows."),
        _("What is erased goes from the record, from what was published, from the index and from the change log."),
        _("Passwords are kept as hashes; a second factor can be demanded. Sessions end by themselves."),
        _("What is kept for a time only is forgotten by a job that runs each morning."),
    )
