"""The folders of `cities/`: what one city brings besides its documents, read from plain files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import solmu
from solmu.core.city import City, city_from
from solmu.core.colours import SHEET, colours_in
from solmu.core.errors import SolmuError
from solmu.stewardship.drafting.templates import NAMES

SETTINGS = "city.toml"


@dataclass(frozen=True)
class StartDocument:
    """A document a city starts from, where it stood and when it was read there."""

    path: Path
    read_on: date
    address: str = ""


@dataclass(frozen=True)
class CityFolder:
    """A folder of `cities/`."""

    path: Path
    city: City
    data: dict[str, Any]

    @property
    def settings_text(self) -> str:
        return (self.path / SETTINGS).read_text(encoding="utf-8")

    @property
    def places(self) -> list[dict[str, Any]]:
        return list(_read(self.path / "places.toml").get("place", []))

    @property
    def themes(self) -> list[dict[str, Any]]:
        return list(_read(self.path / "themes.toml").get("theme", []))

    @property
    def documents(self) -> list[StartDocument]:
        return [
            StartDocument(self.path / entry["file"], entry["read_on"], entry.get("address", ""))
            for entry in self.data.get("documents", [])
        ]

    @property
    def templates(self) -> dict[str, Path]:
        """The city's own templates of drafts by name; raises SolmuError for a file that is none."""
        found = {path.name: path for path in sorted((self.path / "templates").glob("*")) if path.is_file()}
        if unknown := sorted(set(found) - set(NAMES)):
            raise SolmuError(
                f"{found[unknown[0]]} is no template of a draft. Call it one of {', '.join(NAMES)}, or take it out."
            )
        return found

    @property
    def colours(self) -> bytes | None:
        """The city's colours as a style sheet; raises SolmuError for one that sets none of them."""
        path = self.path / SHEET
        if not path.is_file():
            return None
        css = path.read_bytes()
        if not colours_in(css.decode(errors="replace")):
            raise SolmuError(f"{path} sets no colour of the design system. Generate it as assets/src/theme tells.")
        return css

    def put_colours(self, instance: Path) -> None:
        """Put the city's colours into an instance, or take out those it has no longer."""
        css, place = self.colours, instance / SHEET
        if css is None:
            place.unlink(missing_ok=True)
            return
        unfinished = instance / f".{SHEET}.new"
        unfinished.write_bytes(css)
        unfinished.replace(place)

    def put_templates(self, place: Path) -> None:
        """Put the templates into an instance's folder, and take out those the city has no longer."""
        for name in NAMES:
            if name not in self.templates:
                (place / name).unlink(missing_ok=True)
        for name, path in self.templates.items():
            place.mkdir(exist_ok=True)
            unfinished = place / f".{name}.new"
            unfinished.write_bytes(path.read_bytes())
            unfinished.replace(place / name)


def city_folder(name: str) -> CityFolder | None:
    """The folder of this name, whatever its case, beside the working directory or beside Solmu itself."""
    for parent in (Path("cities"), Path(solmu.__file__).resolve().parents[2] / "cities"):
        if parent.is_dir():
            for path in sorted(parent.iterdir()):
                if path.name.casefold() == name.casefold() and (path / SETTINGS).is_file():
                    data = _read(path / SETTINGS)
                    return CityFolder(path, city_from(data, path / SETTINGS), data)
    return None


def first_folder() -> CityFolder | None:
    """The first folder of `cities/` beside Solmu, by name: the example city."""
    found = sorted((Path(solmu.__file__).resolve().parents[2] / "cities").glob(f"*/{SETTINGS}"))
    return city_folder(found[0].parent.name) if found else None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SolmuError(f"{path} cannot be read: {error}. Mend it and try again.") from None
