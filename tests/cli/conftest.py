"""What the tests of the commands share."""

import pytest
from click.testing import CliRunner

from busplan.cli import main


@pytest.fixture
def busplan(tmp_path, monkeypatch):
    """Runs a command on a database of its own; gives its exit code, stdout and stderr."""
    monkeypatch.setenv("BUSPLAN_DATABASE", f"sqlite:///{tmp_path / 'busplan.db'}")
    monkeypatch.setenv("BUSPLAN_NOW", "2026-11-22T09:00")

    def run(*words):
        done = CliRunner().invoke(main, [str(word) for word in words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done

    return run
