"""`solmu init`: an instance for a city."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from solmu.cli.cities import CityFolder, city_folder
from solmu.cli.instance import finish_interrupted_restore, load_django
from solmu.core.city import CONFIG, City, city_of_file, current_city, instance_folder
from solmu.core.errors import SolmuError
from solmu.places.gazetteer import ambiguous, open_gazetteer

# Languages of a city that has no folder of its own: those of its country that the interface speaks come first.
LANGUAGES_OF_COUNTRY = {"FI": ["fi", "sv", "en"], "AX": ["sv", "fi", "en"], "SE": ["sv", "en", "fi"]}


@click.command()
@click.option("--city", "name", metavar="NAME", help="A folder of cities/, else the name of a municipality.")
def init(name: str | None) -> None:
    """Make an instance in SOLMU_DIR (or ./var), or bring one up to date."""
    city, is_new = make_instance(name)
    done = "Made" if is_new else "Brought up to date"
    click.echo(f"{done} the instance for {city.name} in {instance_folder()}.")


def make_instance(name: str | None) -> tuple[City, bool]:
    """Make the instance, or bring an existing one for the same city up to date.

    The settings are written last, so that an interrupted run is no instance yet. Raises SolmuError for a city nobody
    knows and for a folder that holds another city's instance.
    """
    finish_interrupted_restore()
    place, known = instance_folder(), _existing()
    if name is None and known is None:
        raise SolmuError("Say which city the instance is for: solmu init --city NAME")
    folder = city_folder(name or (known.name if known else ""))
    if folder is not None:
        city, settings = folder.city, folder.settings_text
    elif known is not None and (name is None or name.casefold() == known.name.casefold()):
        city, settings = known, (place / CONFIG).read_text(encoding="utf-8")
    else:
        settings = settings_of_municipality(name or "")
        city = _city_of(settings)
    if known is not None and known.name != city.name:
        raise SolmuError(f"{place} holds the instance for {known.name}. Choose another folder with SOLMU_DIR.")
    place.mkdir(parents=True, exist_ok=True)
    (place / "files").mkdir(exist_ok=True)
    _found(city, folder)
    if folder is not None:
        folder.put_templates(place / "templates")
        folder.put_colours(place)
    from solmu.stewardship.actions.templates import put_templates

    put_templates()  # what was set at the desk counts before what the city's folder has
    unfinished = place / f".{CONFIG}.new"
    unfinished.write_text(settings, encoding="utf-8")
    unfinished.replace(place / CONFIG)
    return current_city(), known is None


def _existing() -> City | None:
    return city_of_file() if (instance_folder() / CONFIG).is_file() else None


def _city_of(settings: str) -> City:
    import tomllib

    from solmu.core.city import city_from

    return city_from(tomllib.loads(settings), Path(CONFIG))


def settings_of_municipality(name: str) -> str:
    """The settings of a municipality the gazetteer knows; raises SolmuError where it does not, or knows several."""
    found = open_gazetteer().find(name)
    if not found:
        raise SolmuError(f"No city called “{name}” is known. Check the spelling, or make a folder for it in cities/.")
    if ambiguous(found):
        listed = "; ".join(f"{each.name}, {each.admin1} {each.country}" for each in found[:5])
        raise SolmuError(f"“{name}” may be several cities: {listed}. Make a folder for yours in cities/.")
    place = found[0]
    languages = LANGUAGES_OF_COUNTRY.get(place.country, ["en", "fi", "sv"])
    quoted = json.dumps(place.name, ensure_ascii=False)
    return (
        f"[city]\nname = {quoted}\ncountry = {json.dumps(place.country)}\n"
        f"latitude = {place.latitude}\nlongitude = {place.longitude}\nlanguages = {json.dumps(languages)}\n"
        f"time_zone = {json.dumps(time_zone_of(place))}\n"
    )


def time_zone_of(place: Any) -> str:
    """The place's time zone as the gazetteer has it, else UTC."""
    return getattr(place, "time_zone", "") or "UTC"


def _found(city: City, folder: CityFolder | None) -> None:
    """Tables, the home city, and what the city's folder brings."""
    os.environ.setdefault("SOLMU_DIR", str(instance_folder()))
    load_django()
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise SolmuError(f"The database cannot be set up: {str(error).strip()}. Check SOLMU_DATABASE_URL.") from None

    from solmu.core.actions import add_source
    from solmu.core.audit import recorded
    from solmu.core.models import Source, system_actor
    from solmu.core.terms import Term
    from solmu.core.vocabulary import SourceKind
    from solmu.places.rules import Name
    from solmu.registry.actions.founding import found_home_city, load_places, load_themes
    from solmu.stewardship.actions.deadlines import refresh_deadlines

    by = system_actor()
    with recorded(by=by, action="found_instance"):
        title = f"Settings of {city.name}"
        source = Source.objects.filter(kind=SourceKind.REGISTER, title=title).first() or add_source(
            by=by, kind=SourceKind.REGISTER, title=title, read_on=city.today(), is_public=False
        )
        names = [
            Name(name.nominative, language, "official", genitive=name.genitive, inessive=name.inessive)
            for language, name in city.names.items()
        ]
        found_home_city(
            by=by,
            source=source,
            country=city.country,
            names=names or [Name(city.name)],
            latitude=city.latitude,
            longitude=city.longitude,
        )
        if folder is not None:
            load_places(by=by, source=source, entries=folder.places)
            load_themes(by=by, source=source, entries=folder.themes, languages=city.languages)
    refresh_deadlines(city.today(), lead=Term(city.lead_months))
