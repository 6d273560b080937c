"""Settings in, a Flask app out."""

import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from busplan import paths, settings
from busplan.maps import tiles
from busplan.publishing import Shelf
from busplan.store import Store
from busplan.web import (
    about,
    addresses,
    api,
    assets,
    calendars,
    changes,
    days,
    device,
    embeds,
    errors,
    finding,
    guard,
    hearing,
    lasting,
    lines,
    municipalities,
    papers,
    public,
    routes,
    security,
    sitemap,
    snippets,
    staff,
    subscribe,
    theme,
    timetable,
    tongue,
)
from busplan.web.desk import Desk, without_homes
from busplan.web.host import KnownHosts
from busplan.web.ready import Ready

BLUEPRINTS = (
    assets.assets,
    public.pages,
    subscribe.feeds,
    calendars.shelf,
    changes.news,
    lines.lines,
    papers.rack,
    days.pages,
    routes.pages,
    municipalities.pages,
    timetable.pages,
    about.pages,
    sitemap.pages,
    embeds.embeds,
    snippets.snippets,
    device.device,
    security.security,
    hearing.pages,
    api.pages,
)


class Number(IntegerConverter):
    """One that a database can hold: there is nothing at an address with a larger one."""

    regex = r"\d{1,9}"


def create_app(**given: str | None) -> Flask:
    """An app of its own, with nothing shared. Raises BadSetting, BadDatabase."""
    said = settings.load(os.environ, **given)
    app = Flask("busplan", template_folder=str(paths.templates()), static_folder=None)
    app.url_map.converters["int"] = Number
    background = tiles.chosen(said)
    desk = app.extensions["busplan"] = Desk(said, Shelf(Store(said.database_url), without_homes), background)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    addresses.register(app)
    lasting.register(app)
    about.register(app, said)
    finding.register(app, said)
    theme.register(app, said)
    errors.register(app)
    staff.register(app, desk)
    tongue.register(app, tongue.Languages(said))
    app.wsgi_app = KnownHosts(Ready(app.wsgi_app, desk.made_of))  # type: ignore[assignment,method-assign]
    guard.register(app, background.origin if background else "")
    behind(app, int(said.proxies))
    return app


def behind(app: Flask, proxies: int) -> None:
    """Who asks, and whether over TLS, is what our own proxies say; what others claim is not heeded."""
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
