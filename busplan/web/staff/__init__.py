"""The desk: pages of staff, below /staff. Each file is a noun, with a blueprint that knows no other."""

from flask import Flask

from busplan.web.desk import Desk
from busplan.web.staff import (
    account,
    audit,
    door,
    elsewhere,
    factor,
    guard,
    home,
    link,
    notices,
    page,
    people,
    today,
    tokens,
)
from busplan.web.staff.session import COOKIE, Sessions

# Add yours here.
BLUEPRINTS = (
    door.door,
    elsewhere.elsewhere,
    link.link,
    home.pages,
    today.sheets,
    notices.news,
    account.account,
    factor.codes,
    people.people,
    tokens.tokens,
    audit.audit,
)


def register(app: Flask, desk: Desk) -> None:
    app.config["SESSION_COOKIE_NAME"] = COOKIE
    app.session_interface = Sessions(desk)
    page.register(app)
    guard.register(app)
    elsewhere.register(app, desk.settings)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
