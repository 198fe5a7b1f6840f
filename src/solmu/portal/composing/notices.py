"""What the portal says of itself: whose it is and how facts come here; accessibility; privacy.

All of it follows from the city's settings and the record; what neither says is said to be so.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from solmu.core.city import LICENCES
from solmu.core.notices import Authority, ByLanguage, words_in
from solmu.core.personal_data import Whose
from solmu.core.processing import alike, record_of_processing
from solmu.core.wording import shown_date
from solmu.participation.rules import ANSWER_DAYS
from solmu.portal.addresses import (
    about_address,
    accessibility_address,
    document_address,
    feedback_address,
    privacy_address,
)
from solmu.portal.composing.reader import Reader, brand, frame
from solmu.portal.pages.notices import Link, NoticeItem, NoticePage, NoticeSection
from solmu.portal.pages.parts import Fact, Text
from solmu.registry.models import AgreementDocument
from solmu.registry.queries.documents import documents_not_accessible
from solmu.registry.queries.known import record_begins
from solmu.registry.records import by_language

FINLAND = "FI"


def about_page(reader: Reader) -> NoticePage:
    """Whose the portal is, how facts come to it, since when, and what it is made with."""
    title = _("About the service")
    lead = _(
        "These pages tell with whom the city works together in the world, what has been agreed and what is done "
        "together."
    )
    return NoticePage(
        frame=frame(reader, title=title, address=about_address, section="about", description=lead),
        heading=title,
        lead=lead,
        sections=(_whose(reader), _how_facts_come(reader), _use(reader), _made_with()),
    )


def accessibility_page(reader: Reader) -> NoticePage:
    """The accessibility statement (laki digitaalisten palvelujen tarjoamisesta 306/2019; decision (EU) 2018/1523).

    It claims nothing that was not assessed: what the settings do not say is said to be unknown.
    """
    title = _("Accessibility statement")
    lead = _("This statement is about the service %(service)s.") % {"service": brand(reader)}
    return NoticePage(
        frame=frame(reader, title=title, address=accessibility_address, section="accessibility", description=lead),
        heading=title,
        lead=lead,
        sections=(
            _accessibility_status(reader),
            _not_accessible(reader),
            _assessment(reader),
            _accessibility_feedback(reader),
            _accessibility_authority(reader),
        ),
    )


def privacy_page(reader: Reader) -> NoticePage:
    """What is kept of readers, of those who write, of contacts and of those whom records name, as models declare it."""
    title = _("Privacy")
    lead = _("What is kept of those who read these pages, who write to the city, and whom the pages name.")
    return NoticePage(
        frame=frame(reader, title=title, address=privacy_address, section="privacy", description=lead),
        heading=title,
        lead=lead,
        sections=(
            _controller(reader),
            _readers(reader),
            _writers(reader),
            _contacts(reader),
            *_named(reader),
            _rights(reader),
        ),
    )


# --- about ------------------------------------------------------------------------------------------------------------


def _whose(reader: Reader) -> NoticeSection:
    facts = _contact_facts(reader, _("Published by"))
    lacks_address = not reader.city.contact.email
    return NoticeSection(
        "whose",
        _("Whose the service is"),
        paragraphs=(_("No e-mail address is given here. Write with the feedback form."),) if lacks_address else (),
        facts=facts,
        links=(_feedback_link(reader),),
    )


def _how_facts_come(reader: Reader) -> NoticeSection:
    paragraphs = [
        _(
            "Every fact comes from a source, such as a decision, an agreement or a web page. The page names the "
            "source and quotes its words where they are public. What no source tells is left open."
        ),
        _("What is read from a document is shown once somebody at the city has accepted it as a fact of the record."),
        _(
            "When a fact changes, what was published before is kept, so that it can be told what was known on which "
            "day."
        ),
    ]
    begun = record_begins()
    if begun is None:
        paragraphs.append(_("Nothing is recorded yet."))
    else:
        day = begun.astimezone(ZoneInfo(reader.city.time_zone)).date()
        paragraphs.append(
            _("The record was begun on %(day)s. The facts in it reach further back, as far as the sources do.")
            % {"day": shown_date(day)}
        )
    return NoticeSection("facts", _("How facts come here"), paragraphs=tuple(paragraphs))


def _use(reader: Reader) -> NoticeSection:
    licence = reader.city.content_licence
    if licence:
        stated = _("The texts of these pages may be used under the licence %(licence)s.") % {"licence": licence}
        links: tuple[Link, ...] = (Link(_("Terms of the licence"), LICENCES[licence]),)
    else:
        stated, links = _("Under which licence the texts of these pages may be used is not stated. Ask first."), ()
    pictures = _("A picture has its author and its licence beside it.")
    return NoticeSection("use", _("Use of the content"), paragraphs=(stated, pictures), links=links)


def _made_with() -> NoticeSection:
    made = (
        (_("Places and their names: %(source)s"), "GeoNames (CC BY 4.0)", "https://www.geonames.org/"),
        (_("Land on the maps: %(source)s"), "Natural Earth", "https://www.naturalearthdata.com/"),
        (_("Typeface: %(source)s"), "Source Sans 3 (SIL OFL 1.1)", "https://github.com/adobe-fonts/source-sans"),
        (_("Design system: %(source)s"), "Designsystemet (MIT)", "https://designsystemet.no/"),
    )
    items = tuple(NoticeItem(Text(words % {"source": source}), href) for words, source, href in made)
    return NoticeSection("made-with", _("What it is made with"), items=items)


# --- accessibility ----------------------------------------------------------------------------------------------------


def _accessibility_status(reader: Reader) -> NoticeSection:
    sentences = {
        "full": _("The service meets the requirements."),
        "partial": _("The service meets the requirements in part. What falls short stands below."),
        "none": _("The service does not meet the requirements. What falls short stands below."),
    }
    required = _(
        "The requirements are those of levels A and AA of the Web Content Accessibility Guidelines (WCAG 2.1), which "
        "the European standard EN 301 549 refers to."
    )
    notice = reader.city.accessibility
    # A status without a day on which it was found is nobody's finding.
    unknown = _("Whether the service meets the requirements has not been assessed, so it is not known.")
    status = sentences.get(notice.status, unknown) if notice.assessed_on else unknown
    law = _("In Finland they rest on the Act on the Provision of Digital Services (306/2019).")
    paragraphs = (status, f"{required} {law}" if reader.city.country == FINLAND else required)
    return NoticeSection("status", _("How accessible the service is"), paragraphs=paragraphs)


def _not_accessible(reader: Reader) -> NoticeSection:
    notice = reader.city.accessibility
    items = tuple(NoticeItem(_by_language(reader, words)) for words in notice.shortcomings)
    listed = tuple(_document(reader, row) for row in documents_not_accessible())
    if items:
        paragraphs: tuple[str, ...] = (_("These shortcomings are known:"),)
    elif notice.assessed_on:
        paragraphs = (_("The assessment found no shortcomings."),)
    else:
        paragraphs = (_("No shortcomings are recorded. As no assessment is either, there may be some."),)
    if listed:
        paragraphs += (
            _(
                "These documents are kept as they were made, and are not known to be accessible. What stands in each "
                "is told in words, as far as that has been written. Ask for one in a form that suits you."
            ),
        )
    return NoticeSection("not-accessible", _("What is not accessible"), paragraphs=paragraphs, items=items + listed)


def _document(reader: Reader, row: AgreementDocument) -> NoticeItem:
    summary = by_language(row.summary)
    return NoticeItem(
        reader.text(row.title, row.language),
        document_address(row.pk, row.title, row.file.media_type),
        _by_language(reader, summary) if summary else Text(_("No summary has been written.")),
    )


def _assessment(reader: Reader) -> NoticeSection:
    notice = reader.city.accessibility
    if notice.assessed_on is None:
        how = _("No assessment of the service's accessibility is recorded.")
    elif notice.assessed_by == "other":
        how = _("Somebody outside the city assessed the service on %(day)s.")
    else:
        how = _("The city assessed the service itself on %(day)s.")
    paragraphs = [how % {"day": shown_date(notice.assessed_on)} if notice.assessed_on else how]
    if notice.prepared_on:
        day = shown_date(notice.prepared_on)
        paragraphs.append(_("This statement was drawn up or last looked over on %(day)s.") % {"day": day})
    return NoticeSection("assessment", _("How it was assessed"), paragraphs=tuple(paragraphs))


def _accessibility_feedback(reader: Reader) -> NoticeSection:
    return NoticeSection(
        "feedback",
        _("Tell us what does not work"),
        paragraphs=(
            _("Write to us if something cannot be used, or if you need a document in a form that suits you."),
            _("We answer within %(number)d days.") % {"number": ANSWER_DAYS},
        ),
        facts=_email_facts(reader),
        links=(_feedback_link(reader),),
    )


def _accessibility_authority(reader: Reader) -> NoticeSection:
    authority = reader.city.accessibility_authority
    title = _("If the answer does not help")
    if authority is None:
        return NoticeSection("authority", title, paragraphs=(_("The supervising authority is not named here."),))
    how = _(
        "Write to us first. If you are not content with the answer, or none has come in %(number)d days, you may "
        "complain to the supervising authority. Its site tells how to complain and how it is dealt with."
    ) % {"number": ANSWER_DAYS}
    return NoticeSection("authority", title, paragraphs=(how,), facts=_authority_facts(reader, authority))


# --- privacy ----------------------------------------------------------------------------------------------------------


def _controller(reader: Reader) -> NoticeSection:
    facts = _contact_facts(reader, _("Controller"))
    if officer := reader.city.privacy.officer_email:
        facts += (Fact(_("Data protection officer"), Text(officer), f"mailto:{officer}"),)
    return NoticeSection("controller", _("Who is responsible"), facts=facts, links=(_feedback_link(reader),))


def _readers(reader: Reader) -> NoticeSection:
    days = reader.city.privacy.server_log_days
    if days is None:
        log = _(
            "The server may keep a log of requests for the sake of safety. For how long is not stated here: ask us."
        )
    elif days == 0:
        log = _("The server keeps no log of requests.")
    else:
        log = ngettext(
            "For the sake of safety the server keeps a log of requests, with their network addresses, for %(number)d "
            "day.",
            "For the sake of safety the server keeps a log of requests, with their network addresses, for %(number)d "
            "days.",
            days,
        ) % {"number": days}
    return NoticeSection(
        "readers",
        _("If you read these pages"),
        paragraphs=(
            _("The pages set no cookies and ask nothing of any other service. Nobody follows what you read."),
            _(
                "Requests for pages of other days are counted for ten minutes by network address, so that machines do "
                "not flood them. The address itself is not kept, only a figure made from it."
            ),
            log,
        ),
    )


def _writers(reader: Reader) -> NoticeSection:
    paragraphs = [_("Your e-mail address is used to answer you and for nothing else.")]
    if reader.city.country == FINLAND:
        paragraphs.append(_("To feedback on accessibility the law obliges the city to answer (306/2019)."))
    paragraphs.append(
        _(
            "To keep machines from flooding the form, messages from one network address are counted for an hour. "
            "The address itself is not kept, only a figure made from it that means nothing after the day."
        )
    )
    return _declared(reader, Whose.WRITER, _("If you write to us"), *paragraphs)


def _contacts(reader: Reader) -> NoticeSection:
    shown = _("They are shown here only if the person has agreed to it, and no longer once the person withdraws that.")
    return _declared(reader, Whose.CONTACT, _("If you are a contact of the city"), shown)


def _named(reader: Reader) -> tuple[NoticeSection, ...]:
    """Those whom published records name."""
    return tuple(_declared(reader, whose) for whose in (Whose.IN_OFFICE, Whose.RECIPIENT, Whose.AUTHOR))


def _declared(reader: Reader, whose: Whose, title: str = "", *paragraphs: str) -> NoticeSection:
    """What the models declare that is kept of these people, and sentences that no declaration holds."""
    people = next(each for each in record_of_processing(reader.city) if each.key == whose)
    facts: list[Fact] = []
    for told in alike(people.processings):
        facts += [
            Fact(_("What is kept"), Text(told.what)),
            Fact(_("What for"), Text(told.purpose)),
            Fact(_("On what ground"), Text(told.basis)),
            Fact(_("How long"), Text(told.kept)),
            Fact(_("Who is shown it"), Text(told.receivers)),
        ]
    return NoticeSection(whose.value, title or people.whose, paragraphs=paragraphs, facts=tuple(facts))


def _rights(reader: Reader) -> NoticeSection:
    authority = reader.city.privacy_authority
    paragraphs = [
        _(
            "You may ask what is kept of you, have it corrected or erased, have its use restricted, and object to "
            "it. Write to the controller."
        )
    ]
    if authority:
        paragraphs.append(_("If you think that the law is not kept, you may complain to the supervising authority."))
    facts = _authority_facts(reader, authority) if authority else ()
    return NoticeSection("rights", _("Your rights"), paragraphs=tuple(paragraphs), facts=facts)


# --- shared -----------------------------------------------------------------------------------------------------------


def _contact_facts(reader: Reader, label: str) -> tuple[Fact, ...]:
    contact = reader.city.contact
    controller = _by_language(reader, contact.controller) if contact.controller else Text(reader.home.nominative)
    facts = [Fact(label, controller)]
    for name, words in ((_("Unit"), contact.unit), (_("Address"), contact.address)):
        if words:
            facts.append(Fact(name, _by_language(reader, words)))
    return (*facts, *_email_facts(reader))


def _email_facts(reader: Reader) -> tuple[Fact, ...]:
    email = reader.city.contact.email
    return (Fact(_("E-mail"), Text(email), f"mailto:{email}"),) if email else ()


def _authority_facts(reader: Reader, authority: Authority) -> tuple[Fact, ...]:
    facts = [Fact(_("Authority"), _by_language(reader, authority.name), authority.page)]
    if authority.email:
        facts.append(Fact(_("E-mail"), Text(authority.email), f"mailto:{authority.email}"))
    if authority.telephone:
        facts.append(Fact(_("Telephone"), Text(authority.telephone)))
    return tuple(facts)


def _by_language(reader: Reader, words: ByLanguage) -> Text:
    """Words in the reader's language, else in another, which is said."""
    shown = words_in(words, reader.language)
    return reader.text(shown, next((code for code, text in words.items() if text == shown), ""))


def _feedback_link(reader: Reader) -> Link:
    return Link(_("Feedback and questions"), feedback_address(reader.language))
