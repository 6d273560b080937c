"""Takes the sentences out of the code and the templates into the catalogues of each language.

    .venv/bin/python docs/catalogues.py

New sentences are added without a translation, to be filled in; those no longer said are dropped.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "busplan" / "words" / "languages"
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.xml", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "dated": (2,), "count": (1, 2)}
WIDTH = 110


def said() -> Catalog:
    """Every sentence, with where it is said."""
    found = Catalog(charset="utf-8")
    for folder in ("busplan", "templates"):
        options = {"**.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
        for file, _, text, comments, context in extract_from_dir(
            ROOT / folder, METHODS, options, keywords=KEYWORDS, strip_comment_tags=True
        ):
            found.add(text, locations=[(f"{folder}/{file}", None)], auto_comments=comments, context=context)
    return found


def known(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=file.stem)


def updated(catalogue: Catalog, template: Catalog) -> Catalog:
    """The catalogue with just what is said now."""
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=WIDTH, sort_output=True, no_location=True)
    return out.getvalue()


def main() -> None:
    template = said()
    for file in sorted(FOLDER.glob("*.po")):
        file.write_bytes(written(updated(known(file), template)))
        missing = [each.id for each in known(file) if each.id and not each.string]
        sys.stdout.write(f"{file.name}: {len(missing)} of {len(template)} not translated\n")


if __name__ == "__main__":
    main()
