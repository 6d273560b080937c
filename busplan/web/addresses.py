"""An endpoint in, its address out: made once for all pages, as each has more than a hundred."""

from typing import Any

import flask
from flask import Flask, current_app, request

from busplan.web.kept import Kept

MOST = 10_000


def url_for(endpoint: str, **values: Any) -> str:
    """What an address is hangs on nothing but what it is made of, and where the app is."""
    made: Kept[str] = current_app.extensions["busplan.addresses"]
    key = request.script_root, endpoint, *values.items()
    found = made.get(key)
    if found is None:
        found = flask.url_for(endpoint, **values)
        made.put(key, found, len(found))
    return found


def register(app: Flask) -> None:
    app.extensions["busplan.addresses"] = Kept(most=MOST)
    app.jinja_env.globals["url_for"] = url_for
