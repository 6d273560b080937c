"""A text in, the same packed with gzip out, for those who can unpack it.

What is packed has an ETag of its own, as other octets must (RFC 9110, 8.8.3). Calendars are left as they are:
there are programs that say they can unpack, and cannot. Pictures and PDF are packed already.
"""

from collections.abc import Iterable
from gzip import compress
from typing import TYPE_CHECKING

from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from busplan.web.kept import Kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

TEXTS = frozenset(
    (
        *("text/html", "text/css", "text/javascript", "text/plain", "text/xml", "image/svg+xml"),
        *("application/json", "application/geo+json", "application/manifest+json"),
        *("application/xml", "application/atom+xml"),
    )
)
SUFFIX = "-gzip"
MOST_OCTETS = 16 * 1024 * 1024


def unpacks(environ: "WSGIEnvironment") -> bool:
    """Whether the one who asks can."""
    said = environ.get("HTTP_ACCEPT_ENCODING", "")
    if "gzip" not in said:
        return False
    return "q=" not in said or bool(parse_accept_header(said)["gzip"])


def packs(answer: Response) -> bool:
    return answer.mimetype in TEXTS and answer.status_code != 304 and "Content-Encoding" not in answer.headers


def pack(content: bytes) -> bytes:
    """The same octets each time."""
    return compress(content, 6, mtime=0)


def become(answer: Response, content: bytes) -> None:
    """It says of itself that it is packed."""
    # A file that it may have open.
    answer.close()
    answer.direct_passthrough = False
    answer.set_data(content)
    answer.headers["Content-Encoding"] = "gzip"
    rename(answer)


def rename(answer: Response) -> None:
    etag, weak = answer.get_etag()
    if etag:
        answer.set_etag(etag + SUFFIX, weak or False)


class Packed:
    """Around the app, for files: each is packed when it is first asked for."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app
        self.kept: Kept[bytes] = Kept(octets=MOST_OCTETS)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_RANGE" in environ:
            return self.app(environ, start)
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        # The app knows it as it was before it was packed.
        environ["HTTP_IF_NONE_MATCH"] = known.replace(f'{SUFFIX}"', '"')
        answer = Response.from_app(self.app, environ)
        if answer.status_code == 304:
            answer.vary.add("Accept-Encoding")
            if SUFFIX in known:
                rename(answer)
        elif packs(answer):
            answer.vary.add("Accept-Encoding")
            if unpacks(environ):
                become(answer, self.content_of(answer, environ))
        return answer(environ, start)

    def content_of(self, answer: Response, environ: "WSGIEnvironment") -> bytes:
        key = environ.get("SCRIPT_NAME", ""), environ.get("PATH_INFO", ""), answer.headers.get("ETag")
        found = self.kept.get(key)
        if found is None:
            found = pack(b"".join(answer.response))  # type: ignore[arg-type]
            if answer.status_code == 200 and answer.headers.get("ETag"):
                self.kept.put(key, found, len(found))
        return found
