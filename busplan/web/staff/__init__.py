"""The desk: pages of staff, below /staff. Each file is a noun, with a blueprint that knows no other."""

from flask import Flask

from busplan.web.desk import Desk
from busplan.web.staff import door, guard, home, notices, page, today
from busplan.web.staff.session import COOKIE, Sessions

# Add yours here.
BLUEPRINTS = (
    door.door,
    home.pages,
    today.sheets,
    notices.news,
)


def register(app: Flask, desk: Desk) -> None:
    app.config["SESSION_COOKIE_NAME"] = COOKIE
    app.session_interface = Sessions(desk)
    page.register(app)
    guard.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
