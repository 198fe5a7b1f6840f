"""The verbs that make an agreement: draft, advance, sign, succeed, and the terms it is made on."""

from __future__ import annotations

from typing import Any

import click

from solmu.cli.agreement.group import agreement
from solmu.cli.agreement.options import (
    AS_TEXTS,
    agreement_argument,
    asked_agreement,
    asked_party,
    asked_past_date,
    decision_named,
    decision_option,
    named,
    on_option,
    optional_date,
    optional_end,
    party_named,
    terms_of,
    terms_options,
    text_of,
    told,
)
from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import open_instance
from solmu.cli.reading import key_in, texts
from solmu.core.errors import SolmuError


@agreement.command()
@click.option("--with", "parties", multiple=True, metavar="NAME", help="Another party; again for each.")
@click.option("--kind", metavar="KIND", help="Such as memorandum_of_understanding or letter_of_intent.")
@click.option("--title", "titles", multiple=True, metavar="TEXT", help=f"Its own title, if it has one ({AS_TEXTS}).")
@click.option("--from", "start", metavar="DATE", help="When it is to begin.")
@click.option("--until", "end", metavar="DATE", help="When it is to end, or “open”.")
@click.option("--theme", "themes", multiple=True, metavar="TEXT", help="A theme in its own words; again for each.")
@terms_options
@by_option
def draft(
    parties: tuple[str, ...], kind: str | None, titles: tuple[str, ...], start: str | None, end: str | None,
    themes: tuple[str, ...], email: str | None, **terms: str | None,
) -> None:  # fmt: skip
    """Begin an agreement as a draft, between the home city and others. It is internal until it is published."""
    city = open_instance()
    from solmu.core.audit import recorded
    from solmu.registry.actions.agreements import draft_agreement
    from solmu.registry.models import Partnership
    from solmu.registry.queries.partnerships import home_city
    from solmu.registry.vocabulary import AgreementKind, OrganisationKind

    by, home = acting(email), home_city()
    if home is None:
        raise SolmuError("The record has no home city. Run solmu init again.")
    # One transaction: a city that is entered for the draft goes with it.
    with recorded(by=by, action="draft_agreement"):
        others = [party_named(each, by, city) for each in parties] or [
            asked(None, "The other party", option="--with NAME", read=lambda text: party_named(text, by, city))
        ]
        places = [each.place_id for each in others if each.kind == OrganisationKind.CITY]
        made = draft_agreement(
            by=by,
            source=None,
            kind=AgreementKind(
                asked(kind, f"The kind ({', '.join(AgreementKind.values)})", option="--kind KIND",
                      read=key_in(AgreementKind.values))
            ),
            parties=[home, *others],
            partnerships=list(Partnership.objects.live().filter(partner__in=places).order_by("pk")),
            title=text_of(titles, city),
            valid_from=optional_date(start),
            valid_until=optional_end(end),
            themes=[texts([each], city.languages) for each in themes],
            **terms_of(terms),
        )  # fmt: skip
    click.echo(f"Drafted {named(made)}.")


@agreement.command()
@agreement_argument
@click.option("--to", "stage", metavar="STAGE", help="in_negotiation or approved; draft where it falls through.")
@decision_option
@by_option
def advance(name: str | None, stage: str | None, decision: str | None, email: str | None) -> None:
    """Bring a draft to its next stage. Approved needs the decision that approves it (solmu decision add)."""
    open_instance()
    from solmu.registry.actions.agreements import advance_agreement
    from solmu.registry.vocabulary import AgreementStage

    found = asked_agreement(name)
    to = asked(stage, f"The stage ({', '.join(AgreementStage.values)})", option="--to STAGE",
               read=key_in(AgreementStage.values))  # fmt: skip
    if to == AgreementStage.APPROVED and decision is None:
        decision = asked(None, "The decision", option="--decision DECISION", read=str)
    advance_agreement(by=acting(email), source=None, agreement=found, to=to, decision=decision_named(decision))
    click.echo(f"{named(found)} is now: {AgreementStage(to).label.lower()}.")


@agreement.command()
@agreement_argument
@click.option("--party", metavar="NAME", help="Which party signed.")
@on_option
@click.option("--place", default="", metavar="TEXT", help="Where, as the document writes it.")
@click.option("--signatory", metavar="NAME", help="Who signed, acting in office; shown to the public.")
@click.option("--title", default="", metavar="TEXT", help="The signatory's office, such as Mayor.")
@by_option
def sign(
    name: str | None, party: str | None, on: str | None, place: str, signatory: str | None, title: str,
    email: str | None,
) -> None:  # fmt: skip
    """Record that a party signed. With the last signature the agreement is signed, and replaces what it follows."""
    city = open_instance()
    from solmu.cli.reading import optional
    from solmu.registry.actions.agreements import sign_agreement

    found = asked_agreement(name)
    was_signed = found.signed
    organisation = asked_party(party, "The party that signed", found)
    sign_agreement(
        by=acting(email),
        source=None,
        agreement=found,
        party=organisation,
        on=asked_past_date(on, "The day of signing", city),
        place=place,
        signatory=optional(signatory, "Who signed", read=str.strip) or "",
        title=title,
    )
    click.echo(f"“{organisation}” has signed {named(found)}.")
    found.refresh_from_db()
    if found.signed and not was_signed:
        click.echo(f"It is signed by all, on {told(found.signed)}.")
        for replaced in found.replaces.order_by("pk"):
            click.echo(f"It replaces {named(replaced)}.")
    elif not found.signed:
        missing = found.parties.filter(must_sign=True, signed="", party_until="").select_related("organisation")
        click.echo(f"Still to sign: {', '.join(str(each.organisation) for each in missing)}.")


@agreement.command()
@agreement_argument
@click.option("--from", "start", metavar="DATE", help="When the successor is to begin.")
@click.option("--until", "end", metavar="DATE", help="When it is to end, or “open”.")
@click.option("--kind", metavar="KIND", help="Its kind, where it is another.")
@click.option("--title", "titles", multiple=True, metavar="TEXT", help=f"Its own title, if it has one ({AS_TEXTS}).")
@click.option("--also", multiple=True, metavar="AGREEMENT", help="Another agreement it is to replace; again for each.")
@terms_options
@by_option
def succeed(
    name: str | None, start: str | None, end: str | None, kind: str | None, titles: tuple[str, ...],
    also: tuple[str, ...], email: str | None, **terms: str | None,
) -> None:  # fmt: skip
    """Draft what is to follow an agreement: same parties, partnerships, themes, line and terms, unless given here.

    The agreement stays as it is until the successor is signed.
    """
    city = open_instance()
    from solmu.cli.finding import find_agreement
    from solmu.registry.actions.agreements import succeed_agreement
    from solmu.registry.vocabulary import AgreementKind

    found = asked_agreement(name)
    made = succeed_agreement(
        by=acting(email),
        source=None,
        agreement=found,
        also=[find_agreement(each) for each in also],
        kind=key_in(AgreementKind.values)(kind) if kind else "",
        title=text_of(titles, city),
        valid_from=optional_date(start),
        valid_until=optional_end(end),
        **terms_of(terms),
    )
    click.echo(f"Drafted {named(made)}, to follow {named(found)}.")


@agreement.command("terms")
@agreement_argument
@terms_options
@by_option
def set_terms(name: str | None, email: str | None, **terms: str | None) -> None:
    """Set how an agreement goes on after its end, its notice period and its reviews. What is not given stays."""
    open_instance()
    from solmu.registry.actions.agreements import set_agreement_terms

    found = asked_agreement(name)
    values: dict[str, Any] = terms_of(terms)
    if not values:
        raise SolmuError("No term is given. Give at least one, for example --notice-months 6.")
    set_agreement_terms(by=acting(email), source=None, agreement=found, **values)
    click.echo(f"Set {', '.join(each.replace('_', ' ') for each in values)} of {named(found)}.")


@agreement.command()
@agreement_argument
@click.option("--reason", metavar="TEXT", help="Why, in words the public may read.")
@by_option
def abandon(name: str | None, reason: str | None, email: str | None) -> None:
    """Take out a draft that comes to nothing."""
    open_instance()
    from solmu.registry.actions.agreements import abandon_draft

    found = asked_agreement(name)
    what = named(found)
    why = asked(reason, "The reason", option="--reason TEXT", read=str.strip)
    abandon_draft(by=acting(email), source=None, agreement=found, reason=why)
    click.echo(f"Abandoned {what}.")
