"""The verbs that take a renewal from stage to stage, and what colleagues note on the way."""

from __future__ import annotations

from datetime import date

import click

from solmu.cli.asking import acting, asked, by_option
from solmu.cli.instance import Day, open_instance
from solmu.cli.renewal.finding import acting_on_option, asked_renewal, read_day, read_text, renewal_argument
from solmu.cli.renewal.telling import echo_step
from solmu.core.errors import SolmuError


@click.command()
@click.argument("name", metavar="AGREEMENT", required=False)
@click.option("--owner", metavar="EMAIL", help="Who sees to it.")
@click.option("--in-force-by", type=Day(), help="The day the successor is to be in force (default: after the end).")
@acting_on_option
@by_option
def plan(name: str | None, owner: str | None, in_force_by: date | None, day: date | None, email: str | None) -> None:
    """Begin to renew AGREEMENT, an id or a name. Its days count back from its end; its checklist is open."""
    city = open_instance()
    from solmu.cli.finding import find_account, find_agreement
    from solmu.stewardship.actions.renewals.stages import plan_renewal

    agreement = asked(
        name, "Which agreement", option="AGREEMENT, as solmu show agreements tells it", read=find_agreement
    )
    found = plan_renewal(
        by=acting(email),
        agreement=agreement,
        day=day or city.today(),
        city=city,
        owner=find_account(owner) if owner else None,
        in_force_by=in_force_by,
    )
    click.echo(f"Renewal {found.pk}")
    echo_step(found, city)


@click.command()
@renewal_argument
@click.option("--to", metavar="STAGE", default="", help="Another stage than the next, such as negotiating again.")
@acting_on_option
@by_option
def advance(which: str | None, to: str, day: date | None, email: str | None) -> None:
    """Take a renewal to its next stage."""
    city = open_instance()
    from solmu.stewardship.actions.renewals.stages import advance_renewal
    from solmu.stewardship.vocabulary import RenewalStage

    if to and to not in RenewalStage.values:
        raise SolmuError(f"There is no stage “{to}”. The stages are {', '.join(RenewalStage.values)}.")
    found = asked_renewal(which)
    advance_renewal(by=acting(email), source=None, renewal=found, day=day or city.today(), to=to)
    echo_step(found, city)


@click.command()
@renewal_argument
@click.argument("number", metavar="NUMBER", required=False)
@click.option("--undo", is_flag=True, help="It is not done after all.")
@acting_on_option
@by_option
def check(which: str | None, number: str | None, undo: bool, day: date | None, email: str | None) -> None:
    """Check off thing NUMBER of a renewal's checklist."""
    city = open_instance()
    from solmu.registry.naming import text_in
    from solmu.stewardship.actions.renewals.notes import check_off
    from solmu.stewardship.models import RenewalCheck

    found = asked_renewal(which)

    def numbered(text: str) -> RenewalCheck:
        checks = {str(each.position): each for each in found.checks.all()}
        if text.strip() not in checks:
            raise SolmuError(f"The checklist has no number “{text}”. It has 1 to {len(checks)}.")
        return checks[text.strip()]

    one = asked(number, "Which number of the checklist", option="NUMBER, as solmu renewal show tells it", read=numbered)
    check_off(by=acting(email), check=one, day=day or city.today(), is_done=not undo)
    left = found.checks.filter(done_on=None).count()
    click.echo(f"[{' ' if undo else 'x'}] {one.position}. {text_in(one.text, city.languages[0])}. Open: {left}.")


@click.command()
@renewal_argument
@click.argument("text", metavar="TEXT", required=False)
@by_option
def note(which: str | None, text: str | None, email: str | None) -> None:
    """Write a note about a renewal, for colleagues."""
    open_instance()
    from solmu.stewardship.actions.renewals.notes import note_on_renewal

    found = asked_renewal(which)
    note_on_renewal(by=acting(email), renewal=found, text=asked(text, "The note", option="TEXT", read=read_text))
    click.echo("Noted.")


@click.command()
@renewal_argument
@click.option("--decision", metavar="DECISION", help="A decision that is recorded: its id or case number.")
@click.option("--organ", help="Who decided, as written, such as City board.")
@click.option("--decided", metavar="DAY", help="The day it was decided.")
@click.option("--section", default="", help="Such as § 112.")
@click.option("--case", "case_id", default="", help="The case number.")
@click.option("--address", default="", help="Where the decision can be read.")
@acting_on_option
@by_option
def decide(
    which: str | None,
    decision: str | None,
    organ: str | None,
    decided: str | None,
    section: str,
    case_id: str,
    address: str,
    day: date | None,
    email: str | None,
) -> None:
    """Record the decision that approves the successor; the renewal comes to its signing."""
    city = open_instance()
    from solmu.cli.finding import find_decision
    from solmu.core.audit import recorded
    from solmu.registry.actions.decisions import record_decision
    from solmu.stewardship.actions.renewals.endings import decide_renewal

    found, by = asked_renewal(which), acting(email)
    # One transaction: a decision that the renewal cannot take is not recorded either.
    if decision:
        decide_renewal(by=by, source=None, renewal=found, decision=find_decision(decision), day=day or city.today())
    else:
        who = asked(organ, "Which organ decided", option="--organ NAME", read=read_text)
        when = asked(decided, "On which day it was decided", option="--decided DAY", read=read_day)
        with recorded(by=by, action="decide_renewal"):
            made = record_decision(
                by=by, source=None, organ=who, decided=when, section=section, case_id=case_id, address=address
            )
            decide_renewal(by=by, source=None, renewal=found, decision=made, day=day or city.today())
    echo_step(found, city)


@click.command()
@renewal_argument
@click.option("--party", metavar="NAME", help="The party that signed: its name or id.")
@click.option("--signed", metavar="DAY", help="The day it signed.")
@click.option("--place", default="", help="Where.")
@click.option("--signatory", default="", help="Who signed, acting in office.")
@click.option("--title", default="", help="The office, such as City manager.")
@acting_on_option
@by_option
def sign(
    which: str | None,
    party: str | None,
    signed: str | None,
    place: str,
    signatory: str,
    title: str,
    day: date | None,
    email: str | None,
) -> None:
    """Record that a party signed the successor. With the last signature it replaces the agreement."""
    city = open_instance()
    from solmu.cli.finding import find_organisation
    from solmu.stewardship.actions.renewals.endings import sign_renewal

    found = asked_renewal(which)
    organisation = asked(party, "Which party signed", option="--party NAME", read=find_organisation)
    when = asked(signed, "On which day", option="--signed DAY", read=read_day)
    all_signed = sign_renewal(
        by=acting(email),
        source=None,
        renewal=found,
        party=organisation,
        on=when,
        day=day or city.today(),
        place=place,
        signatory=signatory,
        title=title,
    )
    missing = found.successor.parties.filter(must_sign=True, signed="", party_until="") if found.successor else ()
    names = "; ".join(str(row.organisation) for row in missing)
    click.echo("Signed by all." if all_signed else f"Signed. Missing: {names}.")
    echo_step(found, city)


@click.command()
@renewal_argument
@click.option("--publish", is_flag=True, help="Show the successor to the public from now on.")
@acting_on_option
@by_option
def complete(which: str | None, publish: bool, day: date | None, email: str | None) -> None:
    """Close a renewal whose successor is signed and in force."""
    city = open_instance()
    from solmu.stewardship.actions.renewals.endings import complete_renewal

    found = asked_renewal(which)
    successor = complete_renewal(
        by=acting(email),
        source=None,
        renewal=found,
        day=day or city.today(),
        publish_in=city.languages if publish else None,
    )
    echo_step(found, city)
    click.echo(f"Successor {successor.pk}")


@click.command()
@renewal_argument
@click.option("--reason", help="Why, in a sentence.")
@click.option("--no-successor", is_flag=True, help="Record that nothing is to follow the agreement.")
@click.option("--decision", metavar="DECISION", help="The recorded decision, where nothing is to follow.")
@acting_on_option
@by_option
def drop(
    which: str | None,
    reason: str | None,
    no_successor: bool,
    decision: str | None,
    day: date | None,
    email: str | None,
) -> None:
    """Give a renewal up, for a reason; or record that no successor is planned, by a decision or for a reason."""
    city = open_instance()
    from solmu.cli.finding import find_decision
    from solmu.core.dates import PartialDate
    from solmu.stewardship.actions.renewals.endings import conclude_without_successor, drop_renewal

    if decision and not no_successor:
        raise SolmuError("A decision is named only where nothing is to follow. Say so with --no-successor.")
    found, by, when = asked_renewal(which), acting(email), day or city.today()
    if no_successor:
        decided = find_decision(decision) if decision else None
        why = reason if decided else asked(reason, "Why", option="--reason TEXT or --decision DECISION", read=read_text)
        conclude_without_successor(
            by=by,
            source=None,
            renewal=found,
            on=(decided.decided if decided else None) or PartialDate.from_day(when),
            day=when,
            reason=why or "",
            decision=decided,
        )
    else:
        why = asked(reason, "Why", option="--reason TEXT", read=read_text)
        drop_renewal(by=by, source=None, renewal=found, reason=why, day=when)
    echo_step(found, city)


@click.command()
@renewal_argument
@click.option("--in-force-by", type=Day(), help="The day the successor is to be in force (default: after the end).")
@acting_on_option
@by_option
def replan(which: str | None, in_force_by: date | None, day: date | None, email: str | None) -> None:
    """Count a renewal's days anew, from the agreement's end as it stands now."""
    city = open_instance()
    from solmu.stewardship.actions.renewals.stages import replan_renewal

    found = asked_renewal(which)
    replan_renewal(by=acting(email), renewal=found, day=day or city.today(), city=city, in_force_by=in_force_by)
    echo_step(found, city)


@click.command()
@renewal_argument
@click.option("--to", metavar="EMAIL", help="Who sees to it from now on.")
@by_option
def assign(which: str | None, to: str | None, email: str | None) -> None:
    """Say who sees to a renewal."""
    city = open_instance()
    from solmu.cli.finding import find_account
    from solmu.stewardship.actions.renewals.stages import assign_renewal

    found = asked_renewal(which)
    owner = asked(to, "Who sees to it", option="--to EMAIL", read=find_account)
    assign_renewal(by=acting(email), renewal=found, owner=owner)
    click.echo(f"{owner.email} sees to it.")
    echo_step(found, city)
