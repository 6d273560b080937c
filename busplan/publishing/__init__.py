"""The one road to the public: hand in, check, publish, in force; and notices, which take effect at once."""

from busplan.publishing.drafts import (
    hand_in,
    look_at,
    publish_draft,
    publish_due,
    read_files,
)
from busplan.publishing.hand_in import HandIn, check, publish, publish_again, still_in_force
from busplan.publishing.marked import Copy, marked
from busplan.publishing.news import matches
from busplan.publishing.notices import Announcement
from busplan.publishing.parts import Parts
from busplan.publishing.preview import Preview, compared, preview
from busplan.publishing.publication import Publication, as_it_came, in_force, replaced
from busplan.publishing.shelf import Shelf
from busplan.publishing.standing import Standing, standing

__all__ = [
    "Announcement",
    "Copy",
    "HandIn",
    "Parts",
    "Preview",
    "Publication",
    "Shelf",
    "Standing",
    "as_it_came",
    "check",
    "compared",
    "hand_in",
    "in_force",
    "look_at",
    "marked",
    "matches",
    "preview",
    "publish",
    "publish_again",
    "publish_draft",
    "publish_due",
    "read_files",
    "replaced",
    "standing",
    "still_in_force",
]
