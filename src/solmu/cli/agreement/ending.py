"""The verbs that end an agreement before its time, or say that nothing follows it."""

from __future__ import annotations

import click

from solmu.cli.agreement.group import agreement
from solmu.cli.agreement.options import (
    agreement_argument,
    asked_agreement,
    asked_date,
    asked_party,
    asked_past_date,
    asked_text,
    decided_by_option,
    decision_named,
    decision_option,
    named,
    on_option,
    optional_date,
    reason_option,
    text_of,
    told,
)
from solmu.cli.asking import acting, by_option
from solmu.cli.instance import open_instance


@agreement.command("give-notice")
@agreement_argument
@click.option("--party", metavar="NAME", help="Which party gave notice.")
@on_option
@click.option("--effective-on", metavar="DATE", help="The last day it binds (default: as the terms say).")
@click.option("--for-giver-only", is_flag=True, help="Only that party leaves; the others carry on.")
@reason_option
@decision_option
@by_option
def give_notice(
    name: str | None, party: str | None, on: str | None, effective_on: str | None, for_giver_only: bool,
    reasons: tuple[str, ...], decision: str | None, email: str | None,
) -> None:  # fmt: skip
    """Record that a party gave notice, and tell with effect from when."""
    city = open_instance()
    from solmu.registry.actions.agreements import give_notice as give
    from solmu.registry.queries.agreements import facts_of
    from solmu.registry.rules import current_end

    found = asked_agreement(name)
    organisation = asked_party(party, "The party that gave notice", found)
    made = give(
        by=acting(email),
        source=None,
        agreement=found,
        given_on=asked_past_date(on, "The day of the notice", city),
        given_by=organisation,
        effective_on=optional_date(effective_on),
        is_for_giver_only=for_giver_only,
        reason=text_of(reasons, city),
        decision=decision_named(decision),
    )
    found.refresh_from_db()
    who = f"“{organisation}” gave notice of {named(found)} on {told(made.given_on)} ({made.pk})"
    if for_giver_only:
        click.echo(f"{who}. It is party until {told(made.effective_on)}; the others carry on.")
        return
    day = made.given_on.latest if made.given_on else city.today()
    click.echo(f"{who}. The agreement ends on {told(current_end(facts_of(found, day), day).end)}.")


@agreement.command()
@agreement_argument
@on_option
@reason_option
@decided_by_option
@decision_option
@by_option
def terminate(
    name: str | None, on: str | None, reasons: tuple[str, ...], decided_by: str, decision: str | None,
    email: str | None,
) -> None:  # fmt: skip
    """Record that an agreement is terminated with effect from a day, and why."""
    city = open_instance()
    from solmu.registry.actions.agreements import terminate_agreement

    found = asked_agreement(name)
    day = asked_date(on, "The day it takes effect")
    what = named(found)
    terminate_agreement(
        by=acting(email),
        source=None,
        agreement=found,
        on=day,
        reason=asked_text(reasons, "The reason", city, option="--reason TEXT"),
        decided_by=decided_by,
        decision=decision_named(decision),
    )
    click.echo(f"Terminated {what} with effect from {told(day)}.")


@agreement.command("no-successor")
@agreement_argument
@on_option
@reason_option
@decision_option
@by_option
def no_successor(
    name: str | None, on: str | None, reasons: tuple[str, ...], decision: str | None, email: str | None
) -> None:
    """Record that nothing is to follow an agreement, for a reason or by a decision."""
    city = open_instance()
    from solmu.registry.actions.agreements import record_no_successor

    found, decided = asked_agreement(name), decision_named(decision)
    day = asked_past_date(on, "The day of the decision", city)
    record_no_successor(
        by=acting(email),
        source=None,
        agreement=found,
        on=day,
        reason=(
            text_of(reasons, city)
            if decided
            else asked_text(reasons, "The reason", city, option="--reason TEXT or --decision DECISION")
        ),
        decision=decided,
    )
    click.echo(f"Nothing is to follow {named(found)}, as decided on {told(day)}.")
