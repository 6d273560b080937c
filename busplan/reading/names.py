"""What staff may call a column or a key: our word for each of theirs."""

THEIRS = {
    "version": ("versjon",),
    "valid_from": ("gyldig fra", "gyldig frå"),
    "valid_to": ("gyldig til",),
    "id": ("stoppid", "stopp-id"),
    "name": ("navn", "namn", "stoppested", "stoppestad"),
    "municipality": ("kommune",),
    "address": ("adresse",),
    "lat": ("latitude", "breddegrad", "breiddegrad", "nord"),
    "lon": ("lng", "longitude", "lengdegrad", "øst"),
    "kind": ("type", "slag"),
    "open_to": ("åpent for", "ope for", "åpen for", "for hvem"),
    "note": ("merknad", "beskrivelse"),
    "service": ("tjeneste",),
    "short_name": ("kortnavn", "kortnamn"),
    "owner": ("eier", "eigar"),
    "timezone": ("tidssone",),
    "language": ("språk",),
    "sample": ("eksempeldata",),
    "credits": ("takk til", "kilder"),
    "seasons": ("sesonger", "sesongar"),
    "season": ("sesong",),
    "closures": ("stengt", "stengte dager"),
    "routes": ("ruter", "turer"),
    "route": ("rute", "tur"),
    "vehicle": ("buss", "kjøretøy"),
    "weekday": ("ukedag", "vekedag"),
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
    "date": ("dato",),
    "reason": ("grunn", "årsak"),
    "notices": ("meldinger", "meldingar"),
    "what": ("hva", "kva"),
    "new_date": ("ny dato",),
    "new_from": ("ny fra", "ny frå"),
    "new_to": ("ny til",),
    "new_place": ("nytt sted", "ny stad"),
    "text": ("tekst",),
    "url": ("lenke", "lenkje"),
}
OURS = {theirs: ours for ours, others in THEIRS.items() for theirs in (ours, *others)}


def ours(name: str) -> str:
    """Our name for a column or key, whatever its case; a name we do not know comes back as it is."""
    plain = " ".join(name.replace("_", " ").split()).lower()
    return OURS.get(plain.replace(" ", "_")) or OURS.get(plain) or name.strip()
