"""A timetable, the roads and wishes in; rounds that can be driven, and what would change, out.

`question` and `proposal` need the extra `planner`; the rest needs none.
"""
