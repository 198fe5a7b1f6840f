"""The page on matters lists the rules of the code, with the severities they can have and the settings there are."""

from __future__ import annotations

import re

from house.processes import ROOT
from solmu.core.city import LENGTHS, City
from solmu.stewardship.queries.matters.grouping import _GROUPS
from solmu.stewardship.vocabulary import MatterRule, Severity

PAGE = (ROOT / "docs" / "reference" / "matters.md").read_text(encoding="utf-8")
FOLDER = (ROOT / "docs" / "reference" / "city-folder.md").read_text(encoding="utf-8")
RULES = PAGE.partition("## Rules")[2].partition("\n## ")[0]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")] for line in RULES.splitlines() if line.startswith("| `")
]


def severities(told: str) -> set[str]:
    return {word.replace("-", "_") for word in re.findall(r"overdue|soon|tidy-up", told)}


def test_page_lists_every_rule_once_in_the_order_of_the_code() -> None:
    assert [row[0].strip("`") for row in ROWS] == MatterRule.values


def test_page_says_what_can_be_tidy_up_as_the_code_groups_it() -> None:
    tidy = {row[0].strip("`") for row in ROWS if Severity.TIDY_UP in severities(row[2])}

    assert tidy == {str(rule) for rule in _GROUPS}


def test_page_gives_every_rule_the_severities_its_module_raises() -> None:
    """A rule's severities stand beside its name in `stewardship/rules`; those of days that were set in `due`."""
    code = "\n".join(
        path.read_text("utf-8") for path in sorted((ROOT / "src/solmu/stewardship/rules").glob("*.py"))
    ) + (ROOT / "src/solmu/stewardship/queries/matters/claims.py").read_text("utf-8")
    # A rule whose severity stands beside it as a word, in one call or two.
    plain = re.compile(r'Raised\(\s*"(\w+)",\s*"(\w+)"(?! if)')
    raised: dict[str, set[str]] = {}
    for rule, severity in plain.findall(code):
        raised.setdefault(rule, set()).add(severity)

    told = {row[0].strip("`"): severities(row[2]) for row in ROWS}
    assert {rule: told[rule] for rule in raised} == raised
    rest = {rule: found for rule, found in told.items() if rule not in raised}
    both = {"overdue", "soon"}
    assert {rule for rule, found in rest.items() if found != both} <= {"renewal_late"}


def test_page_names_only_settings_there_are() -> None:
    named = set(re.findall(r"`(\w+_(?:months|days))`", RULES))

    assert named <= set(LENGTHS)
    assert {name for name in LENGTHS if name in RULES} == named


def test_city_folder_tells_every_length_with_its_default() -> None:
    given: dict[str, int] = {}
    for names, defaults in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|.*\| ([\d, ]+) \|$", FOLDER, re.MULTILINE):
        given |= dict(zip(re.findall(r"\w+", names), map(int, defaults.split(", ")), strict=True))

    assert {name: given.get(name) for name in LENGTHS} == {
        name: City.__dataclass_fields__[name].default for name in LENGTHS
    }
