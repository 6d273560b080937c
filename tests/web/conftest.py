import pytest

from busplan.web import create_app

NOW = "2026-11-22T09:00"


@pytest.fixture
def app(published):
    """The small timetable on Sunday 22 November 2026 at nine."""
    return create_app(database=str(published.url), now=NOW)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def at(published):
    """The same at another time: a client for it."""
    return lambda now, **given: create_app(database=str(published.url), now=now, **given).test_client()
