"""The house is kept: lint, types, floors, and everything that must be listed is listed."""

import subprocess
import sys
import tomllib
from configparser import ConfigParser
from dataclasses import fields
from pathlib import Path

import grimp
import pytest
from small import ROOT

from busplan import takes
from busplan.settings import BadSetting, Settings, load


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports", "--no-cache"),
    ],
    ids=" ".join,
)
def test_the_house_is_kept(command):
    beside = Path(sys.executable).parent / command[0]
    done = subprocess.run([beside, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def declared():
    config = ConfigParser()
    config.read(ROOT / "setup.cfg")
    return config


def test_every_package_is_listed_for_the_wheel():
    there = {
        ".".join(file.parent.relative_to(ROOT).parts) for file in (ROOT / "busplan").rglob("__init__.py")
    }
    listed = set(declared()["options"]["packages"].split())
    assert listed == there | {"busplan.seed", "busplan.templates"}


def test_each_library_lives_where_it_is_said_to():
    """Types of the standard library's own are no library."""
    graph = grimp.build_graph("busplan", include_external_packages=True, cache_dir=None)
    libraries = {name for name in graph.modules if name.partition(".")[0] != "busplan"}
    there = {
        name: {importer.split(".")[1] for importer in graph.find_modules_that_directly_import(name)}
        for name in libraries - sys.stdlib_module_names - {"_typeshed"}
    }
    assert there == {name: set(rooms.split()) for name, rooms in declared()["busplan:homes"].items()}


def test_every_dependency_is_named_with_its_reason():
    decisions = (ROOT / "docs" / "decisions.md").read_text()
    config = declared()
    needed = config["options"]["install_requires"].split()
    for extra in config["options.extras_require"].values():
        needed += extra.split()
    for requirement in needed:
        name = requirement.split(">")[0].split("[")[0]
        assert f"**{name}**" in decisions, name


def test_every_setting_is_documented():
    text = (ROOT / "docs" / "settings.md").read_text()
    for setting in fields(Settings):
        assert f"`BUSPLAN_{setting.name.upper()}`" in text, setting.name
        assert setting.metadata["meaning"] in text, setting.name


def test_every_problem_has_three_languages_of_two_sentences():
    with (ROOT / "busplan" / "words" / "problems.toml").open("rb") as file:
        for code, languages in tomllib.load(file).items():
            assert languages.pop("means"), code
            assert {name: len(sentences) for name, sentences in languages.items()} == {
                "nb": 2,
                "nn": 2,
                "en": 2,
            }, code


def test_settings_come_from_defaults_then_the_environment_then_the_caller():
    assert load({}).tiles == "kartverket"
    assert load({"BUSPLAN_TILES": "none"}).tiles == "none"
    assert load({"BUSPLAN_TILES": "none"}, tiles="openstreetmap").tiles == "openstreetmap"
    assert load({"BUSPLAN_TILES": "none"}, tiles=None).tiles == "none"


@pytest.mark.parametrize(
    ("name", "value"), [("now", "i morgen"), ("language", "da"), ("base_url", "bussen.no")]
)
def test_a_wrong_setting_is_refused_by_name(name, value):
    with pytest.raises(BadSetting, match=f"BUSPLAN_{name.upper()}="):
        load({f"BUSPLAN_{name.upper()}": value})


@pytest.mark.parametrize(
    "name", [each.name for each in fields(Settings) if each.metadata["takes"] is not takes.ANYTHING]
)
def test_what_a_setting_cannot_be_is_refused_by_name_and_no_secret_is_told(name):
    nonsense = "?\n" * 300
    with pytest.raises(BadSetting, match=f"BUSPLAN_{name.upper()}=") as refused:
        load({}, **{name: nonsense})
    is_secret = name in {"secret_key", "roads_key", "queue"}
    assert (repr(nonsense) in str(refused.value)) is not is_secret


def test_secrets_are_not_shown_with_the_rest():
    secrets = {
        "secret_key": "0-1-2-3-4-5-6-7-8-9-abcdefg-tuvwxyz",
        "roads_key": "k-e-y",
        "queue": "redis://:p@h",
    }
    assert not [value for value in secrets.values() if value in repr(load({}, **secrets))]


def test_the_clock_is_read_in_one_place():
    readers = [
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "busplan").rglob("*.py")
        if any(call in file.read_text() for call in ("datetime.now(", "date.today(", "time.time(", "utcnow("))
    ]
    assert readers == ["busplan/clock.py"]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_the_zone_of_the_server_changes_nothing(zone, files, tmp_path):
    """What it is to the bus is told by its own clock, wherever the machine stands."""
    said = {"TZ": zone, "PATH": "", "BUSPLAN_NOW": "2026-11-22T23:30", "HOME": str(tmp_path)}
    database = ("--database", f"sqlite:///{tmp_path / 'b.db'}")
    command = (sys.executable, "-m", "busplan")
    subprocess.run(
        [*command, "publish", *map(str, files), *database], env=said, check=True, capture_output=True
    )
    done = subprocess.run(
        [*command, "visits", "--format", "csv", *database],
        env=said,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines()[1].startswith("2026-11-26,14:00,14:30,aas,Ås,")
