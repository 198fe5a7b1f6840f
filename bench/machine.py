"""What the figures were measured on: the machine without its name, and the versions of everything that took part."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

from house.processes import ROOT

OURS = ("granian", "Django", "whitenoise")
PEERS = ("wagtail", "wagtail-cache", "granian", "Django", "whitenoise")
OF_PACKAGES = "import sys; from importlib.metadata import version; print(*(version(name) for name in sys.argv[1:]))"


def _line(path: str, pattern: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return ""
    return found[1].strip().strip('"') if found else ""


def _memory() -> str:
    kilobytes = _line("/proc/meminfo", r"^MemTotal:\s+(\d+)")
    return f", {int(kilobytes) / 2**20:.0f} GiB of memory" if kilobytes else ""


def peers_version(python: Path, *names: str) -> list[str]:
    """The versions of packages in another environment."""
    done = subprocess.run([python, "-c", OF_PACKAGES, *names], capture_output=True, text=True, check=True)
    return done.stdout.split()


def commit() -> str:
    """The commit that was measured, with a word where files differ from it; empty outside a clone."""
    asked = [["git", "rev-parse", "--short=12", "HEAD"], ["git", "status", "--porcelain", "--", "src", "bench"]]
    said = [subprocess.run(each, cwd=ROOT, capture_output=True, text=True, check=False).stdout for each in asked]
    changed = [line for line in said[1].splitlines() if not line.endswith("bench/results.md")]
    return said[0].strip() + (" and changes not committed" if changed else "")


def machine(node: str, autocannon: str, peers_python: Path) -> dict[str, str]:
    """Facts by name, in the order they are told."""
    import solmu

    processor = _line("/proc/cpuinfo", r"^model name\s*:\s*(.+)$") or platform.machine()
    system = _line("/etc/os-release", r"^PRETTY_NAME=(.+)$") or platform.system()
    node_version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    ours = ", ".join(f"{name} {version(name)}" for name in OURS)
    peers = ", ".join(map(" ".join, zip(PEERS, peers_version(peers_python, *PEERS), strict=True)))
    return {
        "machine": f"{os.cpu_count()} × {processor}{_memory()}; {system}",
        "load before the first round": f"{load:.1f} (average of a minute)",
        "Python": platform.python_version(),
        "Solmu": f"{solmu.__version__}, {commit()}; {ours}",
        "peer": peers,
        "asked by": f"autocannon {autocannon}, Node {node_version.removeprefix('v')}",
    }
