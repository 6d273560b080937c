"""What could not be done in, a sentence on why in the reader's language out."""

from flask import flash
from werkzeug.wrappers import Response

from busplan.access.accounts import Refused
from busplan.web import tongue
from busplan.web.staff.places import _

Answer = Response | str | tuple[str, int] | tuple[str, int, dict[str, str]]
WHY = {
    "taken": _("Det finnes en konto med det brukernavnet."),
    "last_admin": _("Det må være minst én administrator. Gjør en annen til administrator først."),
    "wrong": _("Passordet du har nå, stemmer ikke."),
    "short": _("Passordet er for kort. Det må ha minst 12 tegn; noen ord etter hverandre er fint."),
    "long": _("Passordet er for langt. Det kan ha inntil 128 tegn."),
    "common": _(
        "Passordet er for lett å gjette. Ta noen ord som ikke hører sammen, og som ikke handler om "
        "jobben eller deg."
    ),
    "code": _("Koden stemmer ikke. Se etter at klokka på telefonen går riktig, og prøv med neste kode."),
}


def why(fault: Refused) -> str:
    return tongue.words().say(WHY[fault.why])


def done(sentence: str) -> None:
    """Told on the next page, in its colour of good news."""
    flash(sentence, "good")


def undone(sentence: str) -> None:
    flash(sentence, "bad")
