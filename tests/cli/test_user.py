"""`busplan user`: the first account is made on the server, and nobody knows a password of it."""

import re
import sqlite3

import pytest
from click.testing import CliRunner

from busplan.cli import main
from busplan.store import Store
from busplan.store.acts import Acts


@pytest.fixture
def run(tmp_path):
    """A command on a database that is not there yet."""
    address = f"sqlite:///{tmp_path / 'new.db'}"

    def ran(*words, fails=0):
        done = CliRunner().invoke(main, ["user", *words, "--database", address])
        assert done.exit_code == fails, done.output
        return done

    ran.store = Store(address)
    return ran


def add(run, login="Astrid@example.no", role="admin", **kwargs):
    return run("add", login, "--name", "Astrid", "--role", role, **kwargs)


def test_the_first_account_gets_a_link_and_no_password(run, tmp_path):
    done = add(run)
    secret = re.fullmatch(r"/staff/link/([\w-]{43})\n", done.stdout)[1]
    kept = "".join(sqlite3.connect(tmp_path / "new.db").iterdump())
    assert secret not in kept
    assert run("list").stdout == "astrid@example.no\tadmin\tAstrid\n"
    assert [act.what for act in Acts(run.store).newest(9)] == ["link_made", "account_made"]


def test_a_link_is_a_whole_address_where_the_site_has_one(run, monkeypatch):
    monkeypatch.setenv("BUSPLAN_BASE_URL", "https://bussen.example.no/")
    assert add(run).stdout.startswith("https://bussen.example.no/staff/link/")


def test_each_link_is_another_and_the_one_before_is_over(run, tmp_path):
    add(run)
    assert run("link", "astrid@example.no").stdout != run("link", "ASTRID@example.no").stdout
    with sqlite3.connect(tmp_path / "new.db") as database:
        assert database.execute("SELECT count(*) FROM links").fetchone() == (1,)


def test_what_cannot_be_done_is_told(run):
    add(run)
    assert "There is an account with that login already." in add(run, fails=1).stderr
    assert "No account has the login 'ingen'." in run("link", "ingen", fails=1).stderr
    assert "last administrator" in run("off", "astrid@example.no", fails=1).stderr
    assert "last administrator" in run("role", "astrid@example.no", "--role", "driver", fails=1).stderr
    assert run("list").stdout == "astrid@example.no\tadmin\tAstrid\n"


def test_accounts_change_role_and_are_off_and_on(run):
    add(run)
    add(run, "sigurd", "driver")
    run("role", "sigurd", "--role", "editor")
    run("off", "sigurd")
    assert "sigurd\teditor\tAstrid\toff\n" in run("list").stdout
    run("on", "sigurd")
    assert "sigurd\teditor\tAstrid\n" in run("list").stdout


def test_a_fresh_database_has_nobody(run):
    assert run("list").stdout == ""
