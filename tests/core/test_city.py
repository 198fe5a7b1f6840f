"""The city of an instance: read from its config.toml, refused with a sentence."""

from __future__ import annotations

import os
import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from solmu.core.city import CONFIG, LENGTHS, City, CityName, city_from, city_of_file, instance_folder
from solmu.core.errors import SolmuError

WHOLE = """
[city]
name = "Lintula"
country = "FI"
latitude = 60.2
longitude = 24
languages = ["fi", "sv"]
time_zone = "Europe/Helsinki"

[names.fi]
nominative = "Lintula"
genitive = "Lintulan"
inessive = "Lintulassa"

[names.sv]
nominative = "Fågelby"

[texts.welcome]
fi = "Tervetuloa"

[settings]
publish_on_acceptance = false
lead_months = 3
"""

CITY = tomllib.loads(WHOLE)["city"]


@pytest.fixture
def config(instance: Path) -> Path:
    instance.mkdir()
    return instance / CONFIG


def test_a_whole_config_is_read(config: Path) -> None:
    config.write_text(WHOLE, encoding="utf-8")
    city = city_of_file()
    assert city == City(
        name="Lintula",
        country="FI",
        latitude=60.2,
        longitude=24.0,
        languages=("fi", "sv"),
        time_zone="Europe/Helsinki",
        names={"fi": CityName("Lintula", "Lintulan", "Lintulassa"), "sv": CityName("Fågelby")},
        texts={"welcome": {"fi": "Tervetuloa"}},
        publish_on_acceptance=False,
        lead_months=3,
    )
    assert (city.name_in("fi").inessive, city.name_in("en").nominative) == ("Lintulassa", "Lintula")
    assert (city.text("welcome", "fi"), city.text("welcome", "sv"), city.text("other", "fi")) == ("Tervetuloa", "", "")


def test_a_short_config_has_defaults(config: Path) -> None:
    config.write_text(
        '[city]\nname = "L"\ncountry = "FI"\nlatitude = -90\nlongitude = 180\nlanguages = ["en"]\n', encoding="utf-8"
    )
    city = city_of_file()
    assert (city.time_zone, city.names, city.texts, city.publish_on_acceptance, city.lead_months) == (
        "UTC",
        {},
        {},
        True,
        6,
    )


def test_a_changed_config_is_read_again(config: Path) -> None:
    config.write_text(WHOLE, encoding="utf-8")
    assert city_of_file().name == "Lintula"
    config.write_text(WHOLE.replace('name = "Lintula"', 'name = "Pesälä"', 1), encoding="utf-8")
    os.utime(config, ns=(1, 1))
    assert city_of_file().name == "Pesälä"


def test_today_is_the_citys_own(config: Path) -> None:
    config.write_text(WHOLE.replace("Europe/Helsinki", "Pacific/Kiritimati"), encoding="utf-8")
    # Fourteen hours ahead of UTC: asked twice, so that midnight between the questions does no harm.
    zone = ZoneInfo("Pacific/Kiritimati")
    before, today, after = datetime.now(zone).date(), city_of_file().today(), datetime.now(zone).date()
    assert before <= today <= after


@pytest.mark.parametrize("key", ["name", "country", "latitude", "longitude", "languages"])
def test_a_missing_key_is_named(config: Path, key: str) -> None:
    config.write_text(
        "\n".join(line for line in WHOLE.splitlines() if not line.startswith(f"{key} =")), encoding="utf-8"
    )
    assert refusal() == f"{config} lacks {key} under [city]. Add it, or run solmu init again."


def test_all_missing_keys_are_named(config: Path) -> None:
    config.write_text("", encoding="utf-8")
    assert refusal() == (
        f"{config} lacks name, country, latitude, longitude, languages under [city]. Add it, or run solmu init again."
    )


def refusal() -> str:
    with pytest.raises(SolmuError) as refused:
        city_of_file()
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('"Europe/Helsinki"', '"Mars/Olympus"', "time_zone"),
        ('"Europe/Helsinki"', '"Europe"', "time_zone"),
        ('"Europe/Helsinki"', '""', "time_zone"),
        ('"Europe/Helsinki"', '"../../etc/passwd"', "time_zone"),
        ('"Europe/Helsinki"', "3", "time_zone"),
        ("60.2", '"north"', "latitude"),
        ("60.2", "90.5", "latitude"),
        ("60.2", "nan", "latitude"),
        ("60.2", "true", "latitude"),
        ("longitude = 24", "longitude = -181", "longitude"),
        ('["fi", "sv"]', '"fi"', "languages"),
        ('["fi", "sv"]', "[]", "languages"),
        ('["fi", "sv"]', "[1]", "languages"),
        ('["fi", "sv"]', '["fi", "Finnish"]', "languages"),
        ('["fi", "sv"]', '["fi", "fi"]', "languages"),
        ('name = "Lintula"\ncountry', 'name = ""\ncountry', "name"),
        ('"FI"', '"Finland"', "country"),
        ('"FI"', "358", "country"),
        ('nominative = "Fågelby"', 'nominative = "Fågelby"\nplural = "x"', "names.sv"),
        ('nominative = "Fågelby"', 'genitive = "x"', "names.sv"),
        ('nominative = "Fågelby"', "nominative = 1", "names.sv"),
        ('fi = "Tervetuloa"', "fi = 1", "texts.welcome"),
        ("lead_months = 3", "lead_months = -1", "lead_months"),
        ("lead_months = 3", 'lead_months = "three"', "lead_months"),
        ("lead_months = 3", "lead_months = true", "lead_months"),
        ("publish_on_acceptance = false", 'publish_on_acceptance = "no"', "publish_on_acceptance"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_write(config: Path, old: str, new: str, wrong: str) -> None:
    assert old in WHOLE
    config.write_text(WHOLE.replace(old, new), encoding="utf-8")
    sentence = refusal()
    assert sentence.startswith(f"{config}: {wrong} ")
    assert sentence.endswith(".")


@pytest.mark.parametrize("table", ["city", "names", "texts", "settings"])
def test_a_table_that_is_none_is_refused(table: str) -> None:
    data = {"city": {"name": "L", "country": "FI", "latitude": 1, "longitude": 1, "languages": ["fi"]}, table: 5}
    with pytest.raises(SolmuError) as refused:
        city_from(data, Path("config.toml"))
    assert str(refused.value) == f"config.toml: {table} is no table. Write it as [{table}]."


@pytest.mark.parametrize("content", [b"[city\n", b'name = "\xe4"\n', b"\xff\xfe[\x00c\x00", b"\x00"])
def test_a_broken_config_is_refused_with_a_sentence(config: Path, content: bytes) -> None:
    config.write_bytes(content)
    sentence = refusal()
    assert sentence.startswith(f"{config} cannot be read: ")
    assert sentence.endswith(". Mend that line, or run solmu init again.")


def test_without_an_instance_a_sentence_says_how_to_make_one(instance: Path) -> None:
    assert refusal() == f"There is no instance in {instance}. Make one with: solmu init --city NAME"


def test_an_instance_that_is_no_folder_is_refused_with_a_sentence(instance: Path) -> None:
    instance.write_text("a file", encoding="utf-8")
    assert refusal().startswith(f"{instance / CONFIG} cannot be read: ")


def test_a_config_that_is_a_folder_is_refused_with_a_sentence(config: Path) -> None:
    config.mkdir()
    assert refusal().startswith(f"{config} cannot be read: ")


def test_the_instance_is_solmu_dir_or_var(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for value, folder in ((str(tmp_path / "x"), "x"), ("y", "y"), ("", "var")):
        monkeypatch.setenv("SOLMU_DIR", value)
        assert instance_folder() == tmp_path.resolve() / folder
    monkeypatch.delenv("SOLMU_DIR")
    assert instance_folder() == tmp_path.resolve() / "var"


@pytest.mark.parametrize(("text", "expected"), [(None, 1), ("monday", 1), ("sunday", 7)])
def test_day_of_digests_is_a_day_of_the_week(text: str | None, expected: int) -> None:
    settings = {} if text is None else {"digest_weekday": text}

    assert city_from({"city": CITY, "settings": settings}, Path("config.toml")).digest_weekday == expected


@pytest.mark.parametrize("text", ["Monday", "maanantai", 1, True, ""])
def test_day_of_digests_that_is_none_is_refused(text: object) -> None:
    with pytest.raises(
        SolmuError, match=r"digest_weekday cannot be .* Write for example digest_weekday = \"monday\"\."
    ):
        city_from({"city": CITY, "settings": {"digest_weekday": text}}, Path("config.toml"))


def test_most_a_document_may_hold_is_a_setting_with_bounds() -> None:
    def most(**settings: object) -> int:
        return city_from({"city": CITY, "settings": settings}, Path("config.toml")).document_megabytes

    assert [most(), *(most(document_megabytes=number) for number in (1, 2000))] == [20, 1, 2000]
    for wrong in (0, 2001, True, "20", 1.5):
        with pytest.raises(
            SolmuError, match=r"document_megabytes cannot be .* Write for example document_megabytes = 20"
        ):
            most(document_megabytes=wrong)


@pytest.mark.parametrize("name", list(LENGTHS))
def test_lengths_of_time_are_settings_with_bounds(config: Path, name: str) -> None:
    least, most, _ = LENGTHS[name]
    without = WHOLE.replace("lead_months = 3", "")
    for value in (least, most):
        config.write_text(f"{without}\n{name} = {value}\n", encoding="utf-8")
        assert getattr(city_of_file(), name) == value
    for wrong in (least - 1, most + 1, '"6"', "true", "1.5"):
        config.write_text(f"{without}\n{name} = {wrong}\n", encoding="utf-8")
        with pytest.raises(SolmuError, match=f"{name} cannot be .* Write for example {name} ="):
            city_of_file()
