"""Whom to tell of a hole in the site, as a file that programs know where to find (RFC 9116)."""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort

from busplan.web.desk import desk

# Far enough ahead to be worth keeping, and less than a year, as the RFC advises.
HOLDS = timedelta(days=180)

security = Blueprint("security", __name__)


@security.get("/.well-known/security.txt")
def text() -> Response:
    """Made anew each day, so that it never expires as long as the site is there."""
    settings = desk().settings
    if not settings.contact:
        abort(404)
    contact = settings.contact if urlsplit(settings.contact).scheme else f"mailto:{settings.contact}"
    until = (settings.clock.now(UTC) + HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nb, nn, en",
    ]
    if settings.base_url:
        lines.append(f"Canonical: {settings.base_url.rstrip('/')}/.well-known/security.txt")
    response = Response("".join(f"{line}\n" for line in lines), mimetype="text/plain")
    response.cache_control.max_age = 24 * 60 * 60
    return response
