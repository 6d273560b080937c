"""Whom to tell of a hole, what is promised of it, and what is known to be unsafe in our code."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from small import ROOT

from busplan.settings import BadSetting, load
from busplan.web import create_app

PAGE = ROOT / "docs" / "security.md"


@pytest.mark.parametrize("now", ["2026-11-22T09:00", "2027-12-31T23:59", "2028-02-29T12:00"])
def test_the_file_for_finders_never_expires_and_is_never_too_far_ahead(at, now):
    answer = at(now, contact="bussen@example.no", base_url="https://b.example").get(
        "/.well-known/security.txt"
    )
    assert answer.content_type == "text/plain; charset=utf-8"
    fields = [line.partition(": ")[::2] for line in answer.text.splitlines()]
    names = [name for name, _ in fields]
    assert names.count("Contact") >= 1
    assert names.count("Expires") == 1
    told = dict(fields)
    assert told["Contact"] == "mailto:bussen@example.no"
    assert told["Canonical"] == "https://b.example/.well-known/security.txt"
    until = datetime.strptime(told["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    ahead = until - datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert timedelta(days=30) < ahead < timedelta(days=365)


def test_there_is_no_such_file_where_nobody_is_to_be_told(client):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_what_is_promised_is_shown_by_a_test_there_is():
    """Each row names a file of tests, and a test in it."""
    rows = re.findall(
        r"^\| (V[\d.]+(?:, V?[\d.]+)*) \| \d(?:/\d)? \|.*\| `([^`]+)` \|$", PAGE.read_text(), re.M
    )
    assert len(rows) >= 40
    for requirement, shown in rows:
        file, _, test = shown.partition("::")
        text = (ROOT / "tests" / file).read_text()
        assert f"def {test}(" in text, (requirement, shown)


def test_nothing_known_to_be_unsafe_is_in_the_code():
    beside = Path(sys.executable).parent / "bandit"
    done = subprocess.run(
        [beside, "-q", "-r", "busplan", "--skip", "B101"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize(
    "key", ["dev", "x" * 64, "change-me-change-me-change-me-1234567890", "kort", "a1" * 20]
)
def test_a_weak_key_is_refused(key):
    with pytest.raises(BadSetting, match="BUSPLAN_SECRET_KEY"):
        load({"BUSPLAN_SECRET_KEY": key})


def test_a_key_is_made_once_for_its_owner_only(published, tmp_path):
    def page():
        app = create_app(database=str(published.url))
        app.test_client().get("/staff/sign-in")
        return app.secret_key

    first = page()
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secret_key").read_text().strip() == first == page()
    assert len(first) == 43


def test_no_key_is_made_for_those_who_only_read(client, tmp_path):
    client.get("/")
    assert not (tmp_path / "secret_key").exists()


def test_a_new_key_takes_what_the_old_one_signed(published):
    old, new = "k3y-0f-yesterday-qwertyuiop98-12", "n3w-k3y-of-today-zxcvbnmasd76-34"

    def client(key):
        return create_app(database=str(published.url), secret_key=key).test_client()

    first, later = client(old), client(f"{new} {old}")
    first.get("/staff/sign-in")
    cookie = first.get_cookie("__Host-busplan").value
    later.set_cookie("__Host-busplan", cookie)
    assert "Set-Cookie" not in later.get("/staff/sign-in").headers
    stranger = client(new)
    stranger.set_cookie("__Host-busplan", cookie)
    assert "Set-Cookie" in stranger.get("/staff/sign-in").headers
