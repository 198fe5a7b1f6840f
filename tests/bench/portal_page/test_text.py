"""A page's text as blocks, and what a page says."""

from __future__ import annotations

import pytest

from bench.portal_page.text import page_text, said
from house.processes import TroubleError

PAGE = """<body><nav>Menu</nav><main><nav><a href="/">Back</a></nav><article>
<header><h1><span lang="sv">Town</span></h1><p class="lead">Tied <span>since</span> 1998.</p></header>
<div><svg><title>A map</title></svg></div>
<section><h2 id="now">Now<a class="src" href="#s1" aria-label="Source 1">1</a></h2>
<p><strong>It ended.</strong> Less &lt; more.</p></section>
<dl><div><dt>Country</dt><dd>China<a href="#s2">2</a></dd></div></dl>
<table><caption>Same</caption><tr><th>What</th><th>When</th></tr><tr><th><a href="/x">Pact</a></th><td>1998</td></tr>
</table><ul><li><svg></svg><span>2018</span><div><h3>Prize</h3><p>Given.</p></div></li></ul></article></main></body>"""


def test_page_text_is_what_an_editor_would_type() -> None:
    assert page_text(PAGE) == {
        "title": "Town",
        "intro": "<p>Tied since 1998.</p>",
        "body": [
            {
                "type": "text",
                "value": '<h2>Now<a href="#s1">1</a></h2><p><b>It ended.</b> Less &lt; more.</p>',
            },
            {"type": "facts", "value": [{"label": "Country", "value": '<p>China<a href="#s2">2</a></p>'}]},
            {"type": "table", "value": {"caption": "Same", "rows": [["What", "When"], ["Pact", "1998"]]}},
            {"type": "text", "value": "<ul><li>2018 Prize Given.</li></ul>"},
        ],
    }


def test_said_leaves_out_drawings_navigation_and_white_space() -> None:
    assert said(PAGE) == "TownTiedsince1998.Now1Itended.Less<more.CountryChina2SameWhatWhenPact19982018PrizeGiven."


@pytest.mark.parametrize("html", ["<p>Nothing</p>", "<main><p>No title</p></main>"])
def test_page_text_refuses_a_page_without_main_part_and_title(html: str) -> None:
    with pytest.raises(TroubleError, match="nothing to compare"):
        page_text(html)
