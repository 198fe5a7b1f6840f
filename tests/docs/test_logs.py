"""The page on logs names every event there is, and every place a log goes to."""

from __future__ import annotations

import re

from django.conf import settings

from house.processes import ROOT
from solmu.desk.signing_in.letters import NOTICES

PAGE = (ROOT / "docs" / "reference" / "logs.md").read_text(encoding="utf-8")


def test_every_event_is_told() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "solmu").rglob("*.py"))
    written = set(re.findall(r'\btell\(\s*"([a-z-]+)"', source))
    written |= set(re.findall(r'_log\.warning\("([a-z-]+) account=', source))
    written |= {event.rsplit("/", 1)[-1].replace("_", "-") for event in NOTICES}
    told = {event for line in PAGE.split("\n") if line.startswith("| `") for event in re.findall(r"`([a-z-]+)`", line)}

    assert len(written) > 20
    assert sorted(written - told) == []
    assert sorted(told - written) == []


def test_logs_go_to_standard_error_alone() -> None:
    handlers = settings.LOGGING["handlers"]

    assert [handler["class"] for handler in handlers.values()] == ["logging.StreamHandler"]
    assert [handler for handler in handlers.values() if "stream" in handler] == []
