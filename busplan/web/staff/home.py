"""The front page of the desk: where one may go from here."""

from flask import Blueprint

from busplan.access import Role
from busplan.web.staff.page import shown
from busplan.web.staff.who import needs

pages = Blueprint("home", __name__, url_prefix="/staff")


@pages.get("/", endpoint="home")
@needs(Role.DRIVER)
def front() -> str:
    return shown("home.html")
