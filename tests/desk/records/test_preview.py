"""As the public sees it: in words of each language, with nothing that is for programs."""

from __future__ import annotations

import html
import re

import pytest

from solmu.core.ids import OPAQUE_ID
from solmu.registry.models import Agreement

pytestmark = pytest.mark.sqlite


def test_preview_tells_choices_in_words_and_no_ids(example, officer, desk_of) -> None:
    agreement = Agreement.objects.get(valid_until="2019")
    page = desk_of(officer).get(f"/desk/records/{agreement.pk}/preview/").text
    told = html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))

    words = ("Memorandum of understanding", "Yhteisymmärryspöytäkirja", "Samförståndsavtal")
    assert [word for word in words if word not in told] == []
    assert [code for code in ("memorandum_of_understanding", "series", "zh-Hans", "上海") if code in told] == []
    assert OPAQUE_ID.findall(told) == []
