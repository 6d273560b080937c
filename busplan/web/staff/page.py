"""A template of the desk in, the page with what all its pages share out."""

from datetime import datetime

from flask import Flask, g, render_template

from busplan.access import Role
from busplan.web import tongue
from busplan.web.desk import Scene, desk
from busplan.web.staff.hour import zone_of
from busplan.web.staff.places import _, places
from busplan.web.staff.who import current

ROLES = {
    Role.DRIVER: _("sjåfør"),
    Role.EDITOR: _("redaktør"),
    Role.PUBLISHER: _("utgiver"),
    Role.ADMIN: _("administrator"),
}


def shown(template: str, **facts: object) -> str:
    """`templates/staff/` is where it lies. Who cannot be known just now is nobody."""
    ours = current()
    person = ours.signed_in.person if ours and ours.signed_in else None
    shared = {"scene": scene(), "person": person, "places": places(person) if person else []}
    return render_template(f"staff/{template}", **shared, **facts)


def scene() -> Scene | None:
    """None while nothing is published, or it cannot be read."""
    found: Scene | None = g.scene
    return found


def moment(at: datetime) -> str:
    """`24. november 2026 kl. 16.40`, by the clocks where the bus goes."""
    there = at.astimezone(zone_of(desk()))
    words = tongue.words()
    day = words.dated(there, "d. MMMM y")
    return words.say("{day} kl. {time}", day=day, time=words.clock(there.time()))


def role_name(role: Role | str) -> str:
    """In the reader's language."""
    return tongue.words().say(ROLES[role if isinstance(role, Role) else Role.of(role)])


def register(app: Flask) -> None:
    app.add_template_filter(moment, "moment")
    app.add_template_filter(role_name, "role_name")
