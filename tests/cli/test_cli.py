"""What all commands have in common: help, how one that is wrong ends, and that no more is loaded than is needed."""

import subprocess
import sys

import pytest

from busplan import paths


@pytest.mark.parametrize(
    "words",
    [
        ("nothing",),
        ("check",),
        ("serve", "--stops", "x.csv"),
        ("serve", "--port", "70000"),
        ("visits", "--from", "i dag"),
        ("visits", "--database", "nonsense"),
        ("visits", "--now", "i dag"),
        ("visits", "--now", "0001-01-01T00:00"),
        ("visits", "--database", "sqlite://"),
    ],
    ids=" ".join,
)
def test_a_command_that_is_wrong_exits_with_2(busplan, words):
    done = busplan(*words)
    assert done.exit_code == 2
    assert "Usage:" in done.stderr


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("serve", "--help"), ("check", "--help")])
def test_help_is_there(busplan, words):
    done = busplan(*words)
    assert done.exit_code == 0
    assert "busplan" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("check", "{0}", "{1}"),
        ("check", "{0}", "{1}", "--against", "{0}", "--against", "{1}"),
        ("check", *map(str, paths.sample())),
    ],
    ids=["help", "check", "against", "sample"],
)
def test_what_is_not_needed_is_not_loaded(files, words):
    told = [word.format(*files) for word in words]
    program = (
        "import sys; from busplan.cli import main; main(sys.argv[1:], standalone_mode=False);"
        "print(sorted({'flask', 'folium', 'sqlalchemy', 'babel', 'icalendar', 'geopy', 'typst',"
        " 'xlsxwriter', 'busplan.reading.archive', 'busplan.reading.workbook'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", program, *told], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
