"""The seasons of a schedule."""

from datetime import date

from busplan.reading import values
from busplan.reading.draft import Draft, new_id
from busplan.reading.fields import Fields
from busplan.timetable import OPEN_END, Season

# In days. Each rule is worked out for all of it, more than once; and a year mistyped is seen.
LONGEST = 3 * 366


def read_seasons(fields: Fields, draft: Draft) -> None:
    """A list of seasons, or one written as valid_from and valid_to."""
    if fields.node("valid_from") or fields.node("valid_to"):
        add_season(None, fields, ("valid_from", "valid_to"), draft)
    for each in fields.branches("seasons", required=not fields.node("valid_from")):
        id = new_id(each, draft.season_ids, draft.report)
        if id:
            draft.season_ids[id] = each.place_of("id")
        add_season(id, each, ("from", "to"), draft, each.get("name", values.text) or "")
        each.no_others()


def add_season(id: str | None, fields: Fields, ends: tuple[str, str], draft: Draft, name: str = "") -> None:
    first, last = (fields.need(end, values.day) for end in ends)
    if first and last and last < first:
        draft.report.error("ends_before_it_begins", fields.place_of(ends[1]), str(last), first=str(first))
    elif first and last and last < OPEN_END and (last - first).days > LONGEST:
        draft.report.error("season_too_long", fields.place_of(ends[1]), str(last), limit=str(LONGEST // 365))
    elif first and last:
        season = Season(id or called_by_days(first, last), first, last, name)
        draft.seasons[season.id] = season
        draft.report.stands(("season", season.id), fields.place_of(ends[1]))


def called_by_days(first: date, last: date) -> str:
    """The id of a season that nobody has given one."""
    return f"{first}_{last}"
