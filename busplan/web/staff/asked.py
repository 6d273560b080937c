"""A form about a notice in, the notice it means out, or what is wrong with the form."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import lru_cache
from typing import ClassVar

from wtforms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import Length, NumberRange, Optional

from busplan.timetable import (
    EVERYTHING,
    Cancelled,
    Change,
    Delayed,
    Extra,
    Moved,
    Notice,
    OtherVehicle,
    PerhapsCancelled,
    Scope,
    Status,
    Timetable,
)
from busplan.web.typed import clean
from busplan.words.speech import Words

LONGEST_DELAY = 12 * 60
LONGEST_TEXT = 500
LONGEST_NAME = 100
# What lies further off is a slip in the year. Of each year up to it, calendars would be drawn.
FARTHEST = timedelta(days=2 * 366)
DAYS = ("first", "last", "new_day")
WHAT = (
    Status.CANCELLED,
    Status.PERHAPS_CANCELLED,
    Status.DELAYED,
    Status.MOVED,
    Status.OTHER_VEHICLE,
    Status.EXTRA,
)


class Asked(Form):
    """What a person has filled in. `codes` are the languages the text may be given in besides its own."""

    codes: ClassVar[tuple[str, ...]] = ()

    # The first day and the last that a notice may be about.
    reach = (date.min, date.max)
    what = RadioField(validators=[Optional()])
    whom = SelectField(validators=[Optional()])
    first = DateField(validators=[Optional()])
    last = DateField(validators=[Optional()])
    open = BooleanField()
    start = TimeField(validators=[Optional()])
    end = TimeField(validators=[Optional()])
    minutes = IntegerField(validators=[Optional(), NumberRange(1, LONGEST_DELAY)])
    new_day = DateField(validators=[Optional()])
    new_start = TimeField(validators=[Optional()])
    new_end = TimeField(validators=[Optional()])
    place = StringField(filters=[clean], validators=[Length(max=LONGEST_NAME)])
    vehicle = StringField(filters=[clean], validators=[Length(max=LONGEST_NAME)])
    reason = SelectField(validators=[Optional()])
    text = TextAreaField(filters=[clean], validators=[Length(max=LONGEST_TEXT)])

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """The text in other languages."""
        said = ((code, self[f"text_{code}"].data) for code in self.codes)
        return tuple((code, text) for code, text in said if text)

    @property
    def is_extra(self) -> bool:
        return bool(self.what.data == Status.EXTRA)

    def days(self) -> tuple[date, date | None]:
        first = self.first.data
        assert first is not None
        if self.open.data and not self.is_extra:
            return first, None
        return first, first if self.is_extra else self.last.data or first


@lru_cache
def form_in(codes: tuple[str, ...]) -> type[Asked]:
    """With one more field for the text in each of the languages."""

    class InMore(Asked):
        pass

    InMore.codes = codes
    for code in codes:
        setattr(InMore, f"text_{code}", TextAreaField(validators=[Length(max=LONGEST_TEXT)]))
    return InMore


def asked(
    given: object, timetable: Timetable, words: Words, today: date, others: Iterable[Words] = ()
) -> Asked:
    """The form with what there is to choose, and the text in other languages."""
    form = form_in(tuple(other.code for other in others))(given, first=today)  # type: ignore[arg-type]
    form.what.choices = [(str(status), words.of_status(status)) for status in WHAT]
    form.whom.choices = choices(timetable, words)
    form.reason.choices = [("", words.say("Ingen")), *words.reasons().items()]
    form.reach = (today - FARTHEST, max(today + FARTHEST, timetable.horizon(today)))
    return form


def choices(timetable: Timetable, words: Words) -> dict[str, list[tuple[str, str]]]:
    """All, a route, a municipality or a stop, under headings."""
    municipalities = sorted({stop.municipality for stop in timetable.stops if stop.municipality})
    stops = sorted(timetable.stops, key=lambda stop: (stop.municipality, stop.name))
    return {
        words.say("Alle"): [("", words.say("Alle stopp"))],
        words.say("Ruter"): [(f"route:{route.id}", route.name or route.id) for route in timetable.routes],
        words.say("Kommuner"): [(f"municipality:{name}", name) for name in municipalities],
        words.say("Stopp"): [(f"stop:{stop.id}", f"{stop.name}, {stop.municipality}") for stop in stops],
    }


def scope_of(chosen: str) -> Scope:
    sort, _, name = chosen.partition(":")
    one = frozenset({name})
    if sort == "route":
        return Scope(routes=one)
    if sort == "municipality":
        return Scope(municipalities=one)
    return Scope(stops=one) if sort == "stop" else EVERYTHING


def faults(form: Asked, words: Words) -> dict[str, str]:
    """What is wrong, by field; nothing when a notice can be made of it."""
    form.validate()
    found = {name: wrong(name, words) for name in form.errors if name}
    found |= {name: said for name, said in missing(form, words) if name not in found}
    far = (name for name in DAYS if form[name].data and not form.reach[0] <= form[name].data <= form.reach[1])
    found |= {name: words.say("Dagen er for langt unna. Stemmer årstallet?") for name in far}
    if form.first.data and form.last.data and not form.open.data and form.last.data < form.first.data:
        found["last"] = words.say("Siste dag er før første dag.")
    for start, end in (("start", "end"), ("new_start", "new_end")):
        first, last = form[start].data, form[end].data
        if first and last and last <= first:
            found[end] = words.say("Slutten er ikke etter begynnelsen.")
    return found


def wrong(name: str, words: Words) -> str:
    """What the field can have instead."""
    if name in DAYS:
        return words.say("Skriv en dato, for eksempel 2026-12-03.")
    if name in ("start", "end", "new_start", "new_end"):
        return words.say("Skriv et klokkeslett, for eksempel 14:30.")
    if name == "minutes":
        return words.say("Skriv et helt antall minutter, fra 1 til {most}.", most=LONGEST_DELAY)
    if name in ("what", "whom", "reason"):
        return words.say("Velg noe fra lista.")
    return words.say("Teksten er for lang.")


def missing(form: Asked, words: Words) -> Iterable[tuple[str, str]]:
    if not form.what.data:
        yield "what", words.say("Velg hva som skjer.")
    if not form.first.data:
        yield "first", words.say("Velg en dag.")
    if form.what.data == Status.DELAYED and not form.minutes.data:
        yield "minutes", words.say("Hvor mange minutter?")
    if form.what.data == Status.OTHER_VEHICLE and not form.vehicle.data:
        yield "vehicle", words.say("Hva kommer i stedet?")
    if form.what.data == Status.MOVED and not moves(form):
        yield "new_day", words.say("Velg en ny dag, et nytt klokkeslett eller et nytt sted.")
    if form.is_extra:
        if not (form.whom.data or "").startswith("stop:"):
            yield "whom", words.say("Velg stoppet som får et ekstra besøk.")
        if not form.new_start.data or not form.new_end.data:
            yield "new_start", words.say("Når begynner og slutter besøket?")


def moves(form: Asked) -> bool:
    return any((form.new_day.data, form.new_start.data, form.new_end.data, form.place.data))


def change_of(form: Asked) -> Change:
    """Of a form without faults."""
    place = form.place.data or ""
    start, end = form.new_start.data, form.new_end.data
    match Status(form.what.data):
        case Status.CANCELLED:
            return Cancelled()
        case Status.PERHAPS_CANCELLED:
            return PerhapsCancelled()
        case Status.DELAYED:
            return Delayed(form.minutes.data or 0)
        case Status.OTHER_VEHICLE:
            return OtherVehicle(form.vehicle.data or "")
        case Status.EXTRA:
            assert isinstance(start, time)
            assert isinstance(end, time)
            return Extra(start, end, place)
    return Moved(form.new_day.data, start, end, place)


def notice_of(form: Asked) -> Notice:
    """Of a form without faults."""
    first, last = form.days()
    hours = (None, None) if form.is_extra else (form.start.data, form.end.data)
    return Notice(
        first,
        last,
        scope_of(form.whom.data or ""),
        change_of(form),
        form.reason.data or "",
        form.text.data or "",
        hours[0],
        hours[1],
        form.others,
    )
