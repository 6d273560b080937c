"""A template of what outlasts the hour in, its HTML out: written once for a publication and a language.

Such a template is given the publication, the service, the words, and what it is called with. So it cannot
tell the hour, unless it is called with that.
"""

from collections.abc import Hashable

from flask import Flask, request
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from busplan.publishing import Publication
from busplan.web.desk import Desk


def register(app: Flask) -> None:
    desk: Desk = app.extensions["busplan"]

    @pass_context
    def lasting(context: Context, template: str, **given: Hashable) -> Markup:
        publication, words = published(context), context["words"]

        def make() -> Markup:
            service = publication.timetable.service if publication else None
            known = {"publication": publication, "service": service, "words": words}
            return Markup(app.jinja_env.get_template(template).render(known, **given))  # noqa: S704  # nosec B704

        state = (publication.digest, publication.published_at) if publication else None
        return desk.part((template, request.script_root, words.code, state, *given.items()), make)

    app.jinja_env.globals["lasting"] = lasting


def published(context: Context) -> Publication | None:
    """None where there is only an error to tell of."""
    scene, found = context.get("scene"), context.get("publication")
    told: Publication | None = found or (scene and scene.publication)
    return told
