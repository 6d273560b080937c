"""Where staff may go: what the menu of the desk leads to, and its front page with a sentence on each."""

from dataclasses import dataclass

from busplan.access import Person, Role


def _(text: str) -> str:
    """For the catalogues: it is said in the reader's language where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the desk, and who may go there."""

    endpoint: str
    label: str
    about: str
    role: Role


# In the order of a day's work. Add yours here.
PLACES: tuple[Place, ...] = (
    Place(
        "today.sheet",
        _("Kjøreliste"),
        _("Dagens stopp i rekkefølge. Si fra om forsinkelser og det som er innstilt."),
        Role.DRIVER,
    ),
    Place(
        "notices.standing",
        _("Meldinger"),
        _("Innstilt, flyttet, ekstra besøk: det som gjelder i tillegg til ruteplanen."),
        Role.DRIVER,
    ),
    Place(
        "hand_in.form",
        _("Lever filer"),
        _("Regneark inn. Se hva som er galt, og hva som blir annerledes."),
        Role.EDITOR,
    ),
    Place("drafts.all", _("Kladder"), _("Det som er på vei: se over, hør og publiser."), Role.EDITOR),
    Place(
        "edits.all",
        _("Endre her"),
        _("Legg til, rett eller ta bort et stopp, eller endre tidene på en rute."),
        Role.EDITOR,
    ),
    Place(
        "plans.all",
        _("Planlegg"),
        _("Sjekk rundene, finn plass til et stopp, og finn bedre runder."),
        Role.EDITOR,
    ),
    Place(
        "publications.all", _("Publisert"), _("Hvem publiserte hva, filene, og veien tilbake."), Role.EDITOR
    ),
    Place("tokens.mine", _("Nøkler"), _("For programmer som leverer filer for deg."), Role.EDITOR),
    Place("people.everyone", _("Ansatte"), _("Hvem som slipper inn, og hva de kan gjøre."), Role.ADMIN),
    Place("audit.page", _("Logg"), _("Hvem som har gjort hva, og når."), Role.ADMIN),
)


def places(person: Person) -> list[Place]:
    return [place for place in PLACES if person.may(place.role)]
