"""How much a request may bring: told before it is read, and by each view that takes more than a form."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])
A_FORM = 200_000
# With a row of fields for each of some thousand stops.
A_LONG_FORM = 1_500_000
# Of files all together, and what a form adds to them.
LARGEST_UPLOAD = 10_000_000
BESIDES = 100_000
MOST_PARTS = 40


def takes_files(view: View) -> View:
    """A view to which files are handed in."""
    view.takes = LARGEST_UPLOAD + BESIDES  # type: ignore[attr-defined]
    return view


def takes_long_form(view: View) -> View:
    """A view whose form has a row for each stop."""
    view.takes = view.in_memory = A_LONG_FORM  # type: ignore[attr-defined]
    return view


def register(app: Flask) -> None:
    @app.before_request
    def bounded() -> None:
        """Before anybody reads it: who looks for a form's token reads all of it."""
        view = current_app.view_functions.get(request.endpoint or "")
        request.max_content_length = getattr(view, "takes", A_FORM)
        request.max_form_memory_size = getattr(view, "in_memory", A_FORM)
        request.max_form_parts = MOST_PARTS
