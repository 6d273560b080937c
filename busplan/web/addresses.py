"""An endpoint in, its address out: made once for all pages, as each has more than a hundred."""

from typing import Any

import flask
from flask import Flask, request

from busplan.web.kept import Kept

MOST = 10_000


def register(app: Flask) -> None:
    """For templates. What an address is hangs on nothing but what it is made of, and where the app is."""
    made: Kept[str] = Kept(most=MOST)

    def url_for(endpoint: str, **values: Any) -> str:
        key = request.script_root, endpoint, *values.items()
        found = made.get(key)
        if found is None:
            found = flask.url_for(endpoint, **values)
            made.put(key, found, len(found))
        return found

    app.jinja_env.globals["url_for"] = url_for
