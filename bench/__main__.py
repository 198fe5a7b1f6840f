"""python3 run bench [NAME ...]: measure Solmu beside what a city would use instead, and write bench/results.md.

  --list    the names that can be given; without a name everything is measured
  --print   print the results and write nothing (so does naming some of several)

Takes up to three minutes for each name, publish up to eight. The machine should have nothing else to do meanwhile.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bench.calendar import measuring as calendar
from bench.desk import measuring as desk
from bench.load import install_load, version_of_load
from bench.machine import machine
from bench.matters import measuring as matters
from bench.portal_page import measuring, wagtail_side
from bench.publish import measuring as publish
from bench.report import Measured, results
from bench.search import measuring as search
from house.processes import ROOT, TroubleError

RESULTS = ROOT / "bench" / "results.md"
BENCHES: dict[str, tuple[str, Callable[[str], Measured]]] = {
    "portal-page": ("the portal's partner page, warm and first after a write, beside Wagtail", measuring.measure),
    "matters": ("the matters of 100,000 and 1,000,000 agreements, beside fetching their columns", matters.measure),
    "desk": ("the desk's register of 10,000 agreements and Today with 100,000, beside those of 100", desk.measure),
    "search": ("search in 100,000 records, beside Datasette and the plain full-text query", search.measure),
    "calendar": ("the calendar feed of many activities, beside the package that writes it alone", calendar.measure),
    "publish": ("the static copy, whole and after one change, beside Wagtail with wagtail-bakery", publish.measure),
}


def main(arguments: Sequence[str]) -> int:
    if {"-h", "--help"} & set(arguments):
        print((__doc__ or "").strip())
        return 0
    if "--list" in arguments:
        print("\n".join(f"{name:<14} {words}" for name, (words, _) in BENCHES.items()))
        return 0
    names = [argument for argument in arguments if argument != "--print"]
    if unknown := [name for name in names if name not in BENCHES]:
        raise TroubleError(f"bench does not know {', '.join(unknown)}. It knows: {', '.join(BENCHES)}.")
    if not wagtail_side.PYTHON.exists():
        raise TroubleError("The peers are not installed. Run it as python3 run bench, which installs them first.")
    began = time.monotonic()
    node = install_load()
    facts = machine(node, version_of_load(), wagtail_side.PYTHON)
    measured = [measure(node) for name, (_, measure) in BENCHES.items() if not names or name in names]
    told = results(
        measured,
        command=" ".join(["python3 run bench", *names]),
        day=datetime.now(UTC).date().isoformat(),
        machine=facts,
        seconds=time.monotonic() - began,
    )
    print(f"\n{told}")
    if "--print" not in arguments and set(names or BENCHES) == set(BENCHES):
        RESULTS.write_text(told, encoding="utf-8")
        print(f"Written to {RESULTS.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    # So that the servers that were started are also stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main(sys.argv[1:]))
    except TroubleError as trouble:
        sys.stdout.flush()
        print(trouble, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
