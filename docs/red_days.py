"""Writes the table of Norway's public holidays that the program keeps: python docs/red_days.py"""

import csv

from busplan.reading import red_days

found = red_days.from_library(red_days.KEPT_COUNTRY, red_days.KEPT_FROM.year, red_days.KEPT_TO.year)
with red_days.KEPT.open("w", encoding="utf-8", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows((day.isoformat(), name) for day, name in found.items())
