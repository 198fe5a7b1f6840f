"""Rules for web servers, as they were tried on nginx and Apache (docs/how-to/publish.md)."""

from __future__ import annotations

from solmu.portal.copying.moved import Moved, apache, netlify, nginx, stub

RULES = (Moved("/fi/partners/aaa/", "/fi/partners/bbb/tartu"), Moved("/fi/stories/ccc/", ""))


def test_netlify_leads_on_and_says_gone() -> None:
    assert netlify(RULES) == (
        "/fi/partners/aaa/* /fi/partners/bbb/tartu 301\n/fi/stories/ccc/* /fi/stories/ccc/index.html 410\n"
    )


def test_nginx_has_a_map_of_what_moved_and_one_of_what_is_gone() -> None:
    assert nginx(RULES) == (
        'map $uri $solmu_moved {\n    default "";\n    "~^/fi/partners/aaa/" /fi/partners/bbb/tartu;\n}\n'
        'map $uri $solmu_gone {\n    default "";\n    "~^/fi/stories/ccc(/|$)" /fi/stories/ccc/index.html;\n}\n'
    )


def test_apache_answers_what_is_gone_with_its_page_before_it_looks_for_files() -> None:
    lines = apache(RULES).splitlines()
    page = lines.index('<If "%{REQUEST_URI} =~ m#^/fi/stories/ccc/#">')
    assert lines[page : page + 3] == [lines[page], "ErrorDocument 410 /fi/stories/ccc/index.html", "</If>"]
    gone = lines.index("RewriteRule ^fi/stories/ccc/ - [G,L]")
    assert lines[gone - 1] == "RewriteCond %{ENV:REDIRECT_STATUS} !410"
    assert gone < lines.index("RewriteCond %{REQUEST_FILENAME} -f [OR]")
    assert lines[-1] == "RewriteRule ^fi/partners/aaa/ /fi/partners/bbb/tartu [R=301,L]"


def test_apache_hides_what_begins_with_a_point() -> None:
    assert r"RewriteRule (^|/)\.(?!well-known/) - [R=404,L]" in apache(()).splitlines()


def test_page_that_leads_on_takes_no_markup_from_an_address() -> None:
    assert b"<script" not in stub('/fi/"><script>')
    assert b'content="0; url=/fi/partners/bbb/tartu"' in stub("/fi/partners/bbb/tartu")
