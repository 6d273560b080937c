"""The one road to the public: hand in, check, publish, in force; and notices, which take effect at once."""

from busplan.publishing.hand_in import HandIn, check, publish, still_in_force
from busplan.publishing.publication import Publication, as_it_came, in_force, replaced
from busplan.publishing.shelf import Shelf

__all__ = [
    "HandIn",
    "Publication",
    "Shelf",
    "as_it_came",
    "check",
    "in_force",
    "publish",
    "replaced",
    "still_in_force",
]
