"""Nothing that is not public may be read at any address: every pattern of the url conf, and every link from home on.

A pattern with a part this test has no values for fails it, so that no new address is forgotten.
"""

from __future__ import annotations

import gzip
import itertools
import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from solmu.core.models import Record
from solmu.participation.models import Enquiry
from solmu.portal.composing.figures import FIGURES
from solmu.portal.copying.publishing import publish
from solmu.registry.actions.publicity import publish_record
from solmu.registry.models import AgreementDocument, Partnership, PartnershipChange, RecordImage
from tests.portal import published
from tests.portal.canaries import canaries_in, fill_record
from tests.portal.copying.test_publishing import ELSEWHERE
from tests.portal.published import LANGUAGES
from tests.registry.founding import BY

# Asked on one database: what is told does not hang on which.
pytestmark = pytest.mark.sqlite

LINK = re.compile(r"""(?:href|src|action|data-\w+)="([^"]*)"|<loc>([^<]*)</loc>|<id>([^<]*)</id>""")
SEVERAL = re.compile(r'srcset="([^"]*)"')
DAYS = ("2012-06-01", "2026-11-24")


@pytest.fixture(autouse=True)
def record(db: None, instance: Path) -> None:
    published.found_city(instance)
    fill_record()


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=True)


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the url conf, with the regular expression of its whole address."""
    for each in resolver.url_patterns:
        expression = before + each.pattern.regex.pattern.removeprefix("^")
        if isinstance(each, URLResolver):
            yield from patterns(each, expression.removesuffix(r"\Z"))
        else:
            yield expression, each


def values() -> dict[str, list[str]]:
    """What each named part of an address may be."""
    known = [*Record.objects.order_by("pk").values_list("pk", flat=True)]
    documents = [*AgreementDocument.objects.order_by("pk").values_list("pk", flat=True)]
    return {
        "language": list(LANGUAGES),
        "record_id": [*known, *documents, *Enquiry.objects.values_list("pk", flat=True)],
        "slug": ["x"],
        "name": ["x"],
        "choice": ["country-EE", "status-active", "kind-school", "theme-culture", "year-2026"],
        "year": ["2026"],
        "page": ["2"],
        "day": list(DAYS),
        "rest": [f"{language}/{part}" for language in LANGUAGES for part in ("", "partners/", "agreements/")],
        "secret": ["x"],
        "document_id": documents,
        "mark": [sha256[:16] for sha256 in RecordImage.objects.values_list("file__sha256", flat=True)],
        "ending": ["pdf", "png"],
        "whose": ["city", *known],
        "key": list(FIGURES),
        "form": ["csv", "svg"],
    }


def addresses_of_the_url_conf() -> list[str]:
    """An address for every pattern of the public site and every value of each of its parts."""
    found, parts = [], values()
    for expression, pattern in patterns(get_resolver()):
        # Nobody is shown the desk who has not signed in; what each role is shown of it, its own tests ask.
        if expression.startswith("desk/"):
            continue
        forms = [(form, names) for form, names in normalize(expression) if "%(" in form or not names]
        assert forms, f"No address can be made of {expression}."
        for form, names in forms:
            unknown = [name for name in names if name not in parts]
            assert not unknown, f"Say in values() what {unknown} of {pattern.name} ({expression}) may be."
            every = itertools.product(*(parts[name] for name in names))
            found += ["/" + form % dict(zip(names, chosen, strict=True)) for chosen in every]
    return list(dict.fromkeys(found))


def links_in(response: HttpResponse) -> set[str]:
    """The addresses of this site that an answer names."""
    if location := response.headers.get("Location"):
        return {location}
    if "svg" not in response.headers["Content-Type"] and not re.match(
        r"text/(html|xml|plain)|application/(\w+\+)?xml", response.headers["Content-Type"]
    ):
        return set()
    text = body(response).decode()
    named = {unescape(next(filter(None, groups), "")) for groups in LINK.findall(text)}
    for listed in SEVERAL.findall(text):
        named |= {part.split()[0] for part in listed.split(",") if part.split()}
    local = {re.sub(r"^https?://testserver", "", urldefrag(each)[0]) for each in named}
    return {each for each in local if each.startswith("/") and not each.startswith(("//", "/static/"))}


def body(response: HttpResponse) -> bytes:
    if response.streaming:
        content = b"".join(response.streaming_content)  # type: ignore[arg-type]
        response.close()
        return content
    return response.content


def crawl(client: Client, begin: Iterable[str]) -> dict[str, int]:
    """The status of every address that can be reached, each of which was listened at."""
    statuses: dict[str, int] = {}
    waiting, sung = list(begin), {}
    while waiting:
        address = waiting.pop()
        if address in statuses:
            continue
        response = client.get(address)
        statuses[address] = response.status_code
        content = body(response) if response.streaming else response.content
        if heard := canaries_in(content) + canaries_in(" ".join(f"{k}: {v}" for k, v in response.headers.items())):
            sung[address] = heard
        if not response.streaming:
            waiting += [link for link in links_in(response) if link not in statuses]
    assert sung == {}
    return statuses


def test_nothing_internal_is_read_at_any_address(client: Client) -> None:
    statuses = crawl(client, addresses_of_the_url_conf())

    assert not [address for address, status in statuses.items() if status >= 500]
    for language in LANGUAGES:
        assert statuses[f"/{language}/"] == 200
    assert statuses[f"/fi/agreements/{Record.objects.exclude(removed_at=None).order_by('created_at')[0].pk}/x"] == 410


def test_every_page_is_linked_from_home(client: Client) -> None:
    """What the url conf has and nobody can find from home is named here."""
    reached = crawl(client, ["/"])

    shown = {f"/{language}/{part}" for language in LANGUAGES for part in ("", "partners/", "agreements/", "about/")}
    assert shown <= set(reached)
    assert not [address for address, status in reached.items() if status >= 400]
    assert {"tarttola", "riikala"} <= {address.rsplit("/", 1)[-1] for address in reached}


@pytest.mark.parametrize("words", ["kanaryplacefi", "kanarynetwork", "kanarystory", "kanarycontactname", "k"])
def test_search_finds_and_suggests_nothing_internal(client: Client, words: str) -> None:
    asked = [address for address in addresses_of_the_url_conf() if "/search/" in address]
    assert asked, "There is no search any more: take this test away."
    for address in asked:
        response = client.get(address, {"q": words})
        assert response.status_code < 500
        assert canaries_in(response.content) == [], address


def test_search_index_holds_nothing_internal() -> None:
    for model in apps.get_app_config("search").get_models():
        for row in model._base_manager.all().values():
            assert canaries_in(repr(row)) == [], model.__name__


def test_static_copy_holds_nothing_internal(tmp_path: Path) -> None:
    publish(tmp_path, ELSEWHERE)

    files = [path for path in sorted(tmp_path.rglob("*")) if path.is_file()]
    assert {"html", "xml", "json"} <= {path.suffix.removeprefix(".") for path in files}
    for path in files:
        name = path.relative_to(tmp_path).as_posix()
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        assert canaries_in(name) + canaries_in(content) == [], name


def test_what_readers_typed_is_read_by_nobody_else(client: Client) -> None:
    enquiry = Enquiry.objects.get()
    for language in LANGUAGES:
        thanks = client.get(f"/{language}/feedback/sent/{enquiry.pk}/")
        assert thanks.status_code == 200
        assert canaries_in(thanks.content) == []


def test_canaries_are_there_and_sing_once_let_out(client: Client) -> None:
    """The tests above can fail: what is hidden is recorded, and is read as soon as it is published."""
    hidden = Partnership.objects.get(record__is_published=False)
    assert canaries_in(repr(list(PartnershipChange.objects.values()))) != []

    publish_record(by=BY, source=None, record=hidden.record)

    assert "canaryplacefi" in canaries_in(client.get("/fi/").content)
    assert canaries_in("%43anaryName &#67;anaryOther") == ["canaryname", "canaryother"]
