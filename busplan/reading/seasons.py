"""The seasons of a schedule."""

from busplan.reading import values
from busplan.reading.draft import Draft, new_id
from busplan.reading.fields import Fields
from busplan.timetable import Season


def read_seasons(fields: Fields, draft: Draft) -> None:
    """A list of seasons, or one written as valid_from and valid_to."""
    if fields.node("valid_from") or fields.node("valid_to"):
        add_season("", fields, ("valid_from", "valid_to"), draft)
    seasons = fields.branches("seasons", required=not fields.node("valid_from"))
    for season in seasons:
        id = new_id(season, draft.season_ids, draft.report)
        add_season(id or "", season, ("from", "to"), draft, season.get("name", values.text) or "")
        if id:
            draft.season_ids[id] = season.place_of("id")
        season.no_others()


def add_season(id: str, fields: Fields, ends: tuple[str, str], draft: Draft, name: str = "") -> None:
    first, last = (fields.need(end, values.day) for end in ends)
    if first and last and last < first:
        draft.report.error("ends_before_it_begins", fields.place_of(ends[1]), str(last), first=str(first))
    elif first and last:
        draft.seasons[id] = Season(id, first, last, name)
        draft.report.stands(("season", id), fields.place_of(ends[1]))
