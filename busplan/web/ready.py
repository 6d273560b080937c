"""A request for a page or a calendar in, the answer it had last time out, as long as nothing has changed.

Before Flask, which takes several times as long to find the same. Flask makes each answer whole, once; whether
the one who asks has it already is told here, and whether they can unpack it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from werkzeug.http import is_resource_modified
from werkzeug.wrappers import Response

from busplan.web import packed
from busplan.web.kept import Kept

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CALENDAR = ".ics"
MOST = 2_000
FILES = ("/assets/", "/tiles/")
ASKS_FOR_NEWER = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
LEFT_OUT = (*ASKS_FOR_NEWER, "HTTP_ACCEPT_ENCODING", "HTTP_RANGE", "HTTP_IF_RANGE")
# A list to which what makes a page of nothing but its scene and address adds whether it names the host.
NAMES_HOST = "busplan.names_host"
OF_CONTENT = ("Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition")


@dataclass(frozen=True, slots=True)
class Answer:
    """One that is whole."""

    content: bytes
    headers: list[tuple[str, str]]
    etag: str
    last_modified: str

    def given(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if self.known_to(environ):
            start("304 NOT MODIFIED", [each for each in self.headers if each[0] not in OF_CONTENT])
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


@dataclass(frozen=True, slots=True)
class Answers:
    """The same as it is and packed, and what it was made of. `host` is empty if it names none."""

    made_of: object
    host: str
    plain: Answer
    packed: Answer

    def __len__(self) -> int:
        return len(self.plain.content) + (len(self.packed.content) if self.packed is not self.plain else 0)

    def hold(self, made_of: object, host: str) -> bool:
        return self.made_of == made_of and self.host in ("", host)

    def for_one(self, environ: "WSGIEnvironment") -> Answer:
        return self.packed if packed.unpacks(environ) else self.plain


class Ready:
    """Answers that were made of what there still is; `made_of` tells what that is, or None."""

    def __init__(self, app: "WSGIApplication", made_of: Callable[[], object]) -> None:
        self.app = app
        self.files = packed.Packed(app)
        self.made_of = made_of
        # One for each address: the last that was asked for at a host, so that strange hosts take no room.
        self.kept: Kept[Answers] = Kept(most=MOST)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        path, asked = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if path.startswith(FILES):
            return self.files(environ, start)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.app(environ, start)
        key, host = (environ.get("SCRIPT_NAME", ""), path, asked), host_of(environ)
        before, answers = self.made_of(), self.kept.get(key)
        if answers is None or not answers.hold(before, host):
            told = [False] if path.endswith(CALENDAR) else []
            whole = Response.from_app(self.app, asked_for_whole(environ, told), buffered=True)
            if whole.status_code != 200 or not told:
                return given_once(whole, environ, start)
            answers = answers_of(whole, before, host if told[-1] else "", answers)
            # Only if nothing was published while it was made. What is asked of a page may be anything.
            if (not asked or path.endswith(CALENDAR)) and before is not None and before == self.made_of():
                self.kept.put(key, answers, len(answers))
        return answers.for_one(environ).given(environ, start)


def host_of(environ: "WSGIEnvironment") -> str:
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return f"{environ['wsgi.url_scheme']}://{host}"


def asked_for_whole(environ: "WSGIEnvironment", told: list[bool]) -> "WSGIEnvironment":
    plain = {name: value for name, value in environ.items() if name not in LEFT_OUT}
    return {**plain, "REQUEST_METHOD": "GET", NAMES_HOST: told}


def given_once(whole: Response, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    """What is not kept: an error, the result of a search, a page of the desk.

    What hangs on a cookie is not packed: its length would tell of the secrets in it (BREACH).
    """
    if packed.packs(whole) and "Cookie" not in whole.vary:
        whole.vary.add("Accept-Encoding")
        if packed.unpacks(environ):
            packed.become(whole, packed.pack(whole.get_data()))
    return whole.make_conditional(environ)(environ, start)


def answers_of(whole: Response, made_of: object, host: str, last: Answers | None) -> Answers:
    """What is the same as last time is packed already."""
    if last is not None and last.plain.etag == whole.headers["ETag"]:
        return replace(last, made_of=made_of, host=host)
    if not packed.packs(whole):
        plain = answer_of(whole)
        return Answers(made_of, host, plain, plain)
    whole.vary.add("Accept-Encoding")
    plain = answer_of(whole)
    packed.become(whole, packed.pack(plain.content))
    return Answers(made_of, host, plain, answer_of(whole))


def answer_of(whole: Response) -> Answer:
    content = whole.get_data()
    whole.headers["Content-Length"] = str(len(content))
    # The server says when it answers: a device tells the age of what it keeps by that.
    whole.headers.pop("Date", None)
    return Answer(content, [*whole.headers.items()], whole.headers["ETag"], whole.headers["Last-Modified"])
