"""The feedback form: shown, checked, kept, and thanked for."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from solmu.core.models import system_actor
from solmu.core.security_log import network_address, tell
from solmu.core.terms import Term
from solmu.core.throttling import Throttle
from solmu.participation.actions import receive_enquiry
from solmu.participation.queries import day_to_answer, number_received_on
from solmu.participation.vocabulary import EnquiryKind
from solmu.portal.addresses import feedback_sent_address
from solmu.portal.composing.feedback import feedback_page, feedback_sent_page
from solmu.portal.forms import FeedbackForm
from solmu.portal.views.answering import answer, reader_of
from solmu.portal.views.guarding import is_from_here

MOST_AN_HOUR = 5
"""Messages of one network address."""
MOST_OF_ONE_A_DAY = 20
"""Messages of one network address: a tenth of what all may send, so that one alone shuts nobody else out."""
MOST_A_DAY = 200
"""Messages of all together: more is a flood, and the flood would fill the database."""

throttle = Throttle(MOST_AN_HOUR, timedelta(hours=1))
throttle_of_day = Throttle(MOST_OF_ONE_A_DAY, timedelta(days=1))


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, language: str) -> HttpResponse:
    """The form; sent, it leads to the page that says so. What is wrong is said with everything typed kept."""
    if request.method != "POST":
        return answer(request, language, "portal/feedback.html", feedback_page)
    with override(language):
        return _received(request, language)


@never_cache
@require_safe
def sent(request: HttpRequest, language: str, record_id: str) -> HttpResponse:
    due_on = day_to_answer(record_id)
    return answer(
        request,
        language,
        "portal/feedback_sent.html",
        lambda reader: feedback_sent_page(reader, record_id, due_on) if due_on else None,
    )


def _received(request: HttpRequest, language: str) -> HttpResponse:
    if not is_from_here(request):
        tell("form-refused", request, path=request.path)
        trouble = _("It is not certain that this form was sent from our own page. Send it once more from here.")
        return _form_again(request, language, 403, trouble=trouble)
    form = FeedbackForm(request.POST)
    if not form.is_valid():
        return _form_again(request, language, 200, {name: str(said[0]) for name, said in form.errors.items()})
    reader = reader_of(request, language)
    at = timezone.now()
    day = at.astimezone(ZoneInfo(reader.city.time_zone)).date()
    sender = network_address(request)
    if not throttle.lets_through(sender):
        tell("throttled", request, bound="enquiries-of-one")
        trouble = _("Too many messages have come at once. Try again in an hour; what you wrote stands below.")
        return _form_again(request, language, 429, trouble=trouble)
    if not throttle_of_day.lets_through(sender) or number_received_on(day) >= MOST_A_DAY:
        tell("throttled", request, bound="enquiries-of-a-day")
        trouble = _("Too many messages have come today. Try again tomorrow; what you wrote stands below.")
        return _form_again(request, language, 429, trouble=trouble)
    given = form.cleaned_data
    enquiry = receive_enquiry(
        by=system_actor(),
        kind=EnquiryKind(given["kind"] or EnquiryKind.QUESTION),
        message=given["message"],
        page=given["about_page"],
        email=given["email"],
        language=language,
        at=at,
        day=day,
        keep_for=Term(reader.city.enquiry_kept_for_months),
    )
    response = HttpResponseRedirect(feedback_sent_address(language, enquiry.pk))
    response.status_code = 303
    return response


def _form_again(
    request: HttpRequest, language: str, status: int, errors: dict[str, str] | None = None, *, trouble: str = ""
) -> HttpResponse:
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    page = feedback_page(reader_of(request, language), typed, errors, trouble)
    response = render(request, "portal/feedback.html", {"page": page}, status=status)
    response.headers["Content-Language"] = language
    response.headers["Cache-Control"] = "no-store"
    return response
