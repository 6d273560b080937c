"""A request for a calendar in, the answer it had last time out, as long as nothing has changed.

Before Flask, which takes several times as long to find the same: most of what is asked of the site is
whether a calendar is new. Flask makes each answer whole, once; whether the one who asks has it already is
told here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.http import is_resource_modified
from werkzeug.wrappers import Response

from busplan.web.kept import Kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CALENDAR = ".ics"
ASKS_FOR_NEWER = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


@dataclass(frozen=True, slots=True)
class Answer:
    """One that was whole, and what it was made of."""

    made_of: object
    content: bytes
    headers: list[tuple[str, str]]
    etag: str
    last_modified: str

    def given(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if self.known_to(environ):
            start("304 NOT MODIFIED", [each for each in self.headers if not each[0].startswith("Content-")])
            return ()
        start("200 OK", self.headers.copy())
        return () if environ["REQUEST_METHOD"] == "HEAD" else (self.content,)

    def known_to(self, environ: "WSGIEnvironment") -> bool:
        """The usual cases first: what was given is sent back as it was, or nothing is."""
        etag, since = (environ.get(name) for name in ASKS_FOR_NEWER)
        if etag is None and since is None:
            return False
        if etag == self.etag or (etag is None and since == self.last_modified):
            return True
        return not is_resource_modified(environ, self.etag, last_modified=self.last_modified)


class Ready:
    """Answers for calendars that were made of what there still is; `made_of` tells what that is, or None."""

    def __init__(self, app: "WSGIApplication", made_of: Callable[[], object]) -> None:
        self.app = app
        self.made_of = made_of
        self.kept: Kept[Answer] = Kept()

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.endswith(CALENDAR) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.app(environ, start)
        key = environ.get("SCRIPT_NAME", ""), path, environ.get("QUERY_STRING", "")
        before, answer = self.made_of(), self.kept.get(key)
        if answer is None or answer.made_of != before:
            whole = Response.from_app(self.app, asked_for_whole(environ), buffered=True)
            if whole.status_code != 200:
                return whole(environ, start)
            answer = answer_of(whole, before)
            # Only if nothing was published while it was made.
            if before is not None and before == self.made_of():
                self.kept.put(key, answer, len(answer.content))
        return answer.given(environ, start)


def asked_for_whole(environ: "WSGIEnvironment") -> "WSGIEnvironment":
    plain = {name: value for name, value in environ.items() if name not in ASKS_FOR_NEWER}
    return {**plain, "REQUEST_METHOD": "GET"}


def answer_of(whole: Response, made_of: object) -> Answer:
    headers = [*whole.headers.items()]
    content = whole.get_data()
    if "Content-Length" not in whole.headers:
        headers.append(("Content-Length", str(len(content))))
    return Answer(made_of, content, headers, whole.headers["ETag"], whole.headers["Last-Modified"])
