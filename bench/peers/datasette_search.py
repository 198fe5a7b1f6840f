"""Times Datasette's search of a table, asked as a client asks it but without a network; prints JSON.

As a program, in the peers' environment: `python datasette_search.py FOLDER ROUNDS`; FOLDER has `texts.db`, whose
table `texts_kept` has the full-text table `texts`, and `queries.json`.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote


async def run(folder: Path, number_of_rounds: int) -> dict[str, Any]:
    from datasette import __version__
    from datasette.app import Datasette

    site = Datasette(files=[str(folder / "texts.db")], settings={"sql_time_limit_ms": 60_000})
    queries = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
    seconds, found = [], []
    for number in range(number_of_rounds + 1):
        times, found = [], []
        for query in queries:
            began = time.perf_counter()
            answer = await site.client.get(
                f"/texts/texts_kept.json?_shape=array&_size=20&_nocount=1&_searchmode=escaped&_search={quote(query)}"
            )
            times.append(time.perf_counter() - began)
            if answer.status_code != 200:
                raise SystemExit(f"Datasette answers {answer.status_code}: {answer.text[:200]}")
            found.append([row["words"] for row in answer.json()[:1]])
        if number:  # the first is for warming
            seconds.append(times)
    return {"version": __version__, "seconds": seconds, "first": found}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(Path(sys.argv[1]), int(sys.argv[2])))))
