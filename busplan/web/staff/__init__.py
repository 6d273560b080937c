"""The desk: pages of staff, below /staff. Each file is a noun, with a blueprint that knows no other."""

from flask import Flask

from busplan.web import bounds
from busplan.web.desk import Desk
from busplan.web.staff import (
    account,
    audit,
    door,
    drafts,
    edits,
    elsewhere,
    factor,
    guard,
    hand_in,
    home,
    link,
    moves,
    notices,
    page,
    people,
    plan,
    plan_map,
    plans,
    publications,
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
    hand_in.pages,
    drafts.pages,
    publications.pages,
    edits.pages,
    plans.pages,
    plan.pages,
    plan_map.pages,
    moves.pages,
)


def register(app: Flask, desk: Desk) -> None:
    app.config["SESSION_COOKIE_NAME"] = COOKIE
    app.session_interface = Sessions(desk)
    page.register(app)
    bounds.register(app)
    guard.register(app)
    elsewhere.register(app, desk.settings)
    app.register_error_handler(413, hand_in.too_large)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
