"""The language of a request: an address that begins with one in, the same page in that language out.

`/nn/stops/hol` is `/stops/hol` in nynorsk. Without a language it is the service's own. The prefix is
taken off before Flask, as the name of the script (PEP 3333) is: so every address that a page makes stays
in its language, and no route knows of languages.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask, current_app, g, redirect, request
from werkzeug.wrappers import Response

from busplan.settings import BadSetting, Settings
from busplan.words.language import SOURCE, UnknownLanguage
from busplan.words.speech import Words, spoken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ASKED = "busplan.language"
ROOT = "busplan.root"


class Languages:
    """The languages one app offers, in the order they are shown."""

    def __init__(self, settings: Settings) -> None:
        folders = (Path(settings.catalogues),) if settings.catalogues else ()
        self.words: dict[str, Words] = {}
        for code in settings.languages.replace(",", " ").split():
            try:
                self.words[code] = spoken(code, folders)
            except UnknownLanguage:
                raise BadSetting(
                    "languages", settings.languages, f"codes of languages; no {code}.po is there"
                ) from None
        if not self.words:
            raise BadSetting("languages", settings.languages, "at least one language, such as nb")

    def of(self, service_language: str) -> Words:
        """The one asked for in the address, else the service's own, else the first."""
        code = request.environ.get(ASKED, service_language)
        return self.words.get(code) or next(iter(self.words.values()))


class Prefixes:
    """Takes the language off the address and puts it beside it."""

    def __init__(self, app: "WSGIApplication", codes: "Collection[str]") -> None:
        self.app = app
        self.codes = frozenset(codes)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> "Iterable[bytes]":
        root = environ[ROOT] = environ.get("SCRIPT_NAME", "")
        first, slash, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
        if first in self.codes:
            if not slash:
                return redirect(f"{root}/{first}/", 308)(environ, start)
            environ[ASKED] = first
            environ["SCRIPT_NAME"] = f"{root}/{first}"
            environ["PATH_INFO"] = f"/{rest}"
        return self.app(environ, start)


def register(app: Flask, languages: Languages) -> None:
    app.extensions["busplan.languages"] = languages
    app.wsgi_app = Prefixes(app.wsgi_app, languages.words)  # type: ignore[assignment,method-assign]
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: words().translations.gettext(text),
        lambda one, many, n: words().translations.ngettext(one, many, n),
        newstyle=True,
    )
    # Not Jinja's, which would make small letters of the rest: "Thursday 3 december".
    app.jinja_env.filters["capitalize"] = lambda text: text[:1].upper() + text[1:]
    app.context_processor(vocabulary)


def speak(service_language: str) -> Words:
    """From now on in this request. Its own language needs no prefix, and has one address only."""
    languages: Languages = current_app.extensions["busplan.languages"]
    g.words, g.own_language = languages.of(service_language), service_language
    return words()


def words() -> Words:
    """Those of the request; bokmål, or what was asked for, where no timetable has been looked at."""
    return g.words if "words" in g else speak(SOURCE)


def is_needless() -> bool:
    """Whether the address names the language that it would have anyway."""
    return bool(request.environ.get(ASKED) == g.own_language)


def rootward(address: str) -> str:
    """An address of this app without its language: for what is the same in all of them."""
    root: str = request.environ[ROOT]
    return root + address.removeprefix(request.script_root)


def parted(path: str) -> tuple[str, str]:
    """A path of this app into its language, empty where it is the service's own, and the rest."""
    languages: Languages = current_app.extensions["busplan.languages"]
    inside = path.removeprefix(request.environ[ROOT])
    first, slash, rest = inside.removeprefix("/").partition("/")
    if not slash or first not in languages.words:
        return "", inside
    return "" if first == g.own_language else first, f"/{rest}"


def words_of(code: str) -> Words:
    """Those of a language that is offered; of the service's own without a code."""
    languages: Languages = current_app.extensions["busplan.languages"]
    return languages.words.get(code or g.own_language) or next(iter(languages.words.values()))


def in_language(code: str) -> str:
    """The page of the request in another language; without what was asked of it, which may be anything."""
    return quote(beneath(code) + g.get("here", request.path))


def own() -> str:
    """The service's own language."""
    code: str = g.own_language
    return code


def own_and_others() -> tuple[Words | None, list[Words]]:
    """Those of the service's own language, if it is offered, and of the others that are."""
    languages: Languages = current_app.extensions["busplan.languages"]
    others = [words for code, words in languages.words.items() if code != own()]
    return languages.words.get(own()), others


def beneath(code: str) -> str:
    """What the addresses of a language begin with."""
    root: str = request.environ[ROOT]
    return root if code == g.own_language else f"{root}/{code}"


def variants(address: str) -> list[tuple[str, str]]:
    """An address of this app in every language there is, by code; the service's own language first."""
    languages: Languages = current_app.extensions["busplan.languages"]
    bare = address.removeprefix(request.script_root)
    found = [(code, quote(beneath(code)) + bare) for code in languages.words]
    return sorted(found, key=lambda each: each[0] != g.own_language)


def lost() -> None:
    """The address of this request is not to be shown; other languages have the front page instead."""
    g.here = "/"


def one_address() -> Response:
    """To the address without the language."""
    asked = request.query_string.decode("latin-1")
    return redirect(in_language(g.own_language) + (f"?{asked}" if asked else ""), 308)


def vocabulary() -> dict[str, Any]:
    """What templates say things with, and the same page in the other languages."""
    languages: Languages = current_app.extensions["busplan.languages"]
    said = words()
    return {
        "words": said,
        "languages": tuple((other, in_language(code)) for code, other in languages.words.items()),
        "own_language": g.own_language,
    }
