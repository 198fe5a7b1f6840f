from __future__ import annotations

from house.locks import without_addresses


def test_lock_keeps_hashes_and_loses_addresses() -> None:
    lock = {
        "lockfileVersion": 3,
        "packages": {
            "": {"name": "assets"},
            "node_modules/a": {
                "version": "1.0.0",
                "resolved": "somewhere",
                "integrity": "sha512-x",
                "funding": {"url": "elsewhere"},
            },
        },
    }

    assert without_addresses(lock) == {
        "lockfileVersion": 3,
        "packages": {"": {"name": "assets"}, "node_modules/a": {"version": "1.0.0", "integrity": "sha512-x"}},
    }
