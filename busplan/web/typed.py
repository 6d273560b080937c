"""A field of a form or an address in, what somebody typed there out: without what no keyboard writes."""

from flask import request

from busplan.reading.text import UNWANTED


def clean(value: str | None) -> str:
    """On as many lines as it was."""
    return UNWANTED.sub("", (value or "").replace("\r\n", "\n")).strip()


def text(name: str, most: int) -> str:
    """Some lines."""
    return clean(request.form.get(name))[:most].strip()


def line(name: str, most: int) -> str:
    """One line."""
    return one_line(request.form.get(name), most)


def one_line(value: str | None, most: int) -> str:
    return " ".join(clean(value).split())[:most].strip()


def number(name: str, default: int = 0) -> int:
    """A whole number that a database can hold."""
    return whole(request.values.get(name, ""), default)


def whole(said: str, default: int = 0) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else default
