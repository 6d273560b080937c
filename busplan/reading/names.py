"""What staff may call a column or a key: our word for each of theirs."""

from collections.abc import Iterable, Mapping

THEIRS = {
    "version": ("versjon",),
    "valid_from": ("gyldig fra", "gyldig frå"),
    "valid_to": ("gyldig til",),
    "id": ("stoppid", "stopp-id"),
    "name": ("navn", "namn", "stoppested", "stoppestad"),
    "municipality": ("kommune",),
    "address": ("adresse",),
    "lat": ("breddegrad", "breiddegrad", "latitude", "nord"),
    "lon": ("lengdegrad", "longitude", "lng", "øst"),
    "kind": ("type", "slag"),
    "open_to": ("åpent for", "ope for", "åpen for", "for hvem"),
    "note": ("merknad", "beskrivelse"),
    "school_days": ("bare skoledager", "berre skuledagar", "skoledager", "skuledagar"),
    "until": ("til og med",),
    "became": (
        "ble til",
        "blei til",
        "vart til",
        "heter nå",
        "heiter no",
        "slått sammen med",
        "slått saman med",
    ),
    "access": ("tilgjengelighet", "tilgjenge", "adkomst", "tilkomst"),
    "service": ("tjeneste",),
    "short_name": ("kortnavn", "kortnamn"),
    "owner": ("eier", "eigar"),
    "timezone": ("tidssone",),
    "language": ("språk", "lang"),
    "sample": ("eksempeldata",),
    "loan_visits": ("lån i antall besøk", "lån i tal besøk"),
    "country": ("land",),
    "public_holidays": ("helligdager", "heilagdagar", "offentlige fridager"),
    "credits": ("takk til", "kilder"),
    "seasons": ("sesonger", "sesongar"),
    "season": ("sesong",),
    "closures": ("stengte dager", "stengde dagar", "exceptions", "unntak", "unnatak"),
    "closed": ("stengt",),
    "info_url": ("nettside",),
    "routes": ("ruter", "turer"),
    "route": ("rute", "tur"),
    "vehicle": ("buss", "kjøretøy"),
    "weekday": ("ukedag", "vekedag"),
    "how_often": ("hvor ofte", "kor ofte"),
    "every_weeks": ("antall uker", "tal veker"),
    "anchor": ("første dag", "første gang"),
    "dates": ("datoer", "datoar"),
    "weeks": ("uker", "veker"),
    "week53": ("uke53", "veke53", "uke 53", "veke 53"),
    "monthly": ("i måneden", "i månaden"),
    "rrule": (),
    "closed_days": ("stengte dager gjør", "på stengt dag"),
    "stops": ("stoppesteder", "stoppestader"),
    "stop": ("stopp",),
    "from": ("fra", "frå"),
    "to": ("til",),
    "time": ("tid", "klokkeslett"),
    "date": ("dato",),
    "from_time": ("fra kl", "frå kl"),
    "to_time": ("til kl",),
    "reason": ("grunn", "årsak"),
    "notices": ("meldinger", "meldingar"),
    "what": ("hva", "kva"),
    "new_date": ("ny dato",),
    "new_from": ("ny fra", "ny frå"),
    "new_to": ("ny til",),
    "new_place": ("nytt sted", "ny stad"),
    "new_vehicle": ("ny buss", "annen buss", "annan buss"),
    "minutes": ("minutter", "minutt"),
    "text": ("tekst",),
    "url": ("lenke", "lenkje"),
}
# What holds words for people, in which any sign may be meant.
TEXTS = frozenset(
    ("name", "short_name", "owner", "vehicle", "new_vehicle", "reason", "new_place", "text", "municipality")
)
OURS = {theirs: ours for ours, others in THEIRS.items() for theirs in (ours, *others)}
# What a heading means in one table and not in another.
WHEN_HEADINGS = {
    "weekday": ("dag",),
    "how_often": ("hyppighet", "frekvens", "intervall"),
    "anchor": ("oppstart", "startdato", "første besøk", "frå dato", "fra dato"),
    "dates": ("dato", "dager", "dagar"),
    "weeks": ("uke", "veke", "ukenr", "vekenr", "ukenummer", "vekenummer"),
    "vehicle": ("bil", "køyretøy"),
    "season": ("periode",),
}
HEADINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "stops": {
        "name": ("stopp", "sted", "stad", "stoppnavn", "stoppnamn", "holdeplass", "haldeplass"),
        "address": ("gateadresse", "besøksadresse"),
        "note": ("kommentar", "merknader"),
    },
    "calls": {
        **WHEN_HEADINGS,
        "route": ("runde",),
        "name": ("rutenavn", "rutenamn"),
        "stop": (
            *("stoppested", "stoppestad", "sted", "stad", "stoppid", "stopp-id"),
            *("stoppnavn", "stoppnamn", "holdeplass", "haldeplass", "hvor", "kor"),
        ),
        "time": ("klokken", "klokka", "kl", "tidspunkt", "tidsrom", "åpningstid", "opningstid"),
        "from": ("fra kl", "frå kl", "start", "starttid", "begynner", "byrjar", "ankomst"),
        "to": ("til kl", "slutt", "sluttid", "slutter", "sluttar", "avgang"),
    },
    "routes": {**WHEN_HEADINGS, "id": ("rute", "tur", "runde"), "name": ("rutenavn", "rutenamn")},
    "seasons": {
        "name": ("sesong", "periode"),
        "from": ("fra dato", "frå dato", "start", "startdato", "første dag"),
        "to": ("til dato", "slutt", "sluttdato", "siste dag"),
    },
    "closures": {
        "stop": ("stoppested", "stoppestad"),
        "date": ("dag",),
        "from": ("fra dato", "frå dato", "første dag"),
        "to": ("til dato", "siste dag"),
        "reason": ("merknad", "merknader", "hvorfor", "kvifor"),
    },
    "notices": {
        "stop": ("stoppested", "stoppestad"),
        "date": ("dag",),
        "from": ("fra dato", "frå dato", "første dag"),
        "to": ("til dato", "siste dag"),
        "what": ("melding", "type"),
        "reason": ("merknad", "merknader", "hvorfor", "kvifor"),
        "new_from": ("ny tid", "nytt klokkeslett"),
    },
}


def spellings(names: Iterable[str]) -> frozenset[str]:
    """These of our names, and what else staff may call them."""
    return frozenset(word for name in names for word in (name, *THEIRS.get(name, ())))


def words_of(table: str) -> Mapping[str, str]:
    """What the headings of this table mean: its own meaning first, then that of all."""
    own = {theirs: ours for ours, others in HEADINGS.get(table, {}).items() for theirs in others}
    return OURS | own


def ours(name: str, words: Mapping[str, str] = OURS) -> str:
    """Our name for a column or key, whatever its case; a name we do not know comes back as it is."""
    plain = " ".join(name.replace("_", " ").split()).lower().rstrip(".:")
    return words.get(plain.replace(" ", "_")) or words.get(plain) or name.strip()
