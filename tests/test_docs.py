"""What the documents show is what the program reads."""

import re

from small import ROOT

from busplan.reading import Source, read


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", (ROOT / "docs" / "files.md").read_text(), flags=re.DOTALL)


def test_the_examples_of_the_files_are_a_timetable():
    [stops], [schedule] = blocks("csv"), blocks("yaml")
    found = read(Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode()))
    assert found.doubts == ()
    news = [str(visit.status) for visit in found.timetable.visits(*span(found)) if visit.reason]
    assert sorted(news) == ["cancelled", "delayed", "delayed", "extra", "moved"]


def span(found):
    season = found.timetable.seasons[0]
    return season.first, season.last


def test_every_link_within_the_documents_leads_somewhere():
    for file in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text()):
            assert (file.parent / target).exists(), f"{file.name}: {target}"
