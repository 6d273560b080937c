"""What the bus and the site are, whom to write to, and what becomes of what visitors tell."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, render_template

from busplan import version
from busplan.settings import Settings
from busplan.web import linked
from busplan.web.desk import Scene, Varies, desk, page
from busplan.web.register import living

pages = Blueprint("about", __name__)


@pages.get("/about")
@page(varies=Varies.BY_HOUR_AND_HOST)
def about(scene: Scene) -> str:
    return render_template(
        "public/about.html",
        scene=scene,
        municipalities=list(living(scene).values()),
        seasons=[season for season in scene.timetable.seasons if season.last >= scene.today],
        version=version(),
        linked=linked.graph([linked.library(scene)]),
    )


@pages.get("/privacy")
@page(varies=Varies.BY_HOUR_AND_HOST)
def privacy(scene: Scene) -> str:
    """What is true of this installation: the map's background is a setting."""
    tiles = desk().tiles
    return render_template(
        "public/privacy.html",
        scene=scene,
        tiles=tiles,
        address_host=host_of(desk().settings.addresses),
        tile_host=urlsplit(tiles.address.replace("{s}.", "")).hostname if tiles else "",
        linked=linked.graph([linked.library(scene)]),
    )


def host_of(register: str) -> str:
    """Of the register of addresses, which is a name or an address; empty when there is none."""
    return urlsplit(register).hostname or register.capitalize()


pages.add_app_template_filter(linked.script, "json_ld")


def register(app: Flask, settings: Settings) -> None:
    """For the footer of every page: what it leads to, empty where there is nothing."""
    email = settings.contact and not urlsplit(settings.contact).scheme
    app.jinja_env.globals["contact"] = f"mailto:{settings.contact}" if email else settings.contact
    app.jinja_env.globals["accessibility_statement"] = settings.accessibility_statement
