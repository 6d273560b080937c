"""The site: publications in, pages, maps and feeds out."""

from busplan.web.app import create_app

__all__ = ["create_app"]
