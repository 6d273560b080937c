"""A request in, a plain 400 out when it is for no host there can be; all others go on."""

import re
from typing import TYPE_CHECKING

from werkzeug.wrappers import Response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
HOST = re.compile(
    rf"(?:{LABEL}(?:\.{LABEL}){{0,30}}\.?|\[[0-9A-Fa-f:.]{{2,45}}\])(?::[0-9]{{1,5}})?", re.ASCII
)


class KnownHosts:
    """Before Flask, which can make no address at all, nor an error page, for a host that is none."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> "Iterable[bytes]":
        host = environ.get("HTTP_HOST")
        if host and not HOST.fullmatch(host):
            return Response("400 Bad Request", 400, mimetype="text/plain")(environ, start)
        return self.app(environ, start)
