"""What the documents show is what the program reads."""

import ast
import json
import re
import sys
from datetime import date

from small import ROOT

from busplan.reading import Source, read
from busplan.timetable import Problem
from busplan.words.problem import as_json, sentences


def blocks(kind):
    return re.findall(rf"```{kind}\n(.*?)```", (ROOT / "docs" / "files.md").read_text(), flags=re.DOTALL)


def test_the_examples_of_the_files_are_a_timetable():
    [_, stops], [schedule] = blocks("csv"), blocks("yaml")
    found = read(Source("stops.csv", stops.encode()), Source("schedule.yaml", schedule.encode()))
    assert found.doubts == ()
    news = [str(visit.status) for visit in found.timetable.visits(*span(found)) if visit.reason]
    assert sorted(news) == ["cancelled", "delayed", "delayed", "extra", "moved"]


def test_the_tables_of_the_files_are_a_timetable():
    [plan, _] = blocks("csv")
    found = read(Source("plan.csv", plan.encode()))
    assert (found.doubts, found.lacks) == ((), ())
    assert [(route.id, route.called, len(route.calls)) for route in found.timetable.routes] == [
        ("tirsdag-1", "Tirsdag 1", 2),
        ("as", "Ås", 1),
        ("kveld", "Kveld", 1),
    ]
    september = found.timetable.visits(date(2026, 9, 20), date(2026, 10, 31))
    assert [f"{visit.slot.day:%d/%m} {visit.stop.id}" for visit in september] == [
        "24/09 aas",
        "05/10 hol",
        "20/10 nes-skole",
        "20/10 hol",
        "26/10 hol",
        "29/10 aas",
    ]


def test_the_example_of_the_json_has_the_shape_it_has():
    [example] = map(json.loads, blocks("json"))
    assert list(example) == ["outcome", "problems"]
    [problem] = example["problems"]
    sample = Problem("f", 1, 1, problem["code"], value=problem["value"], facts={"start": "12:30"})
    told = as_json(sample, "nb")
    assert list(problem) == list(told)
    assert [problem[name] for name in ("message", "hint")] == [told["message"], told["hint"]]


def span(found):
    season = found.timetable.seasons[0]
    return season.first, season.last


def test_every_problem_is_documented_as_it_is():
    """Else run `python docs/problems.py`."""
    sys.path.insert(0, str(ROOT / "docs"))
    import problems

    assert problems.PAGE.read_text() == problems.page()
    assert problems.codes() == sorted(sentences())
    for code in problems.codes():
        assert str(problems.example(code)[1].severity) in problems.severities(code)


def test_every_code_is_told_somewhere_and_none_besides():
    """mypy sees to it that no other code is told."""
    trees = [
        ast.parse(file.read_text())
        for file in (ROOT / "busplan").rglob("*.py")
        if file.name not in {"codes.py", "names.py"}
    ]
    words = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert sentences().keys() <= words


def test_every_link_within_the_documents_leads_somewhere():
    for file in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text()):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_decisions_are_counted_and_each_thing_is_said_once():
    """What two have written at the same time is easily there twice, with one number."""
    lines = (ROOT / "docs" / "decisions.md").read_text().splitlines()
    numbers = [int(line.partition(".")[0]) for line in lines if re.match(r"\d+\. \*\*", line)]
    assert numbers == list(range(1, len(numbers) + 1))
    house = (ROOT / "docs" / "house.md").read_text().splitlines()
    rooms = [found[1] for line in house if (found := re.match(r"\| [\d½]+ \| `(\w+)`", line))]
    for said in (rooms, [line for line in lines if line]):
        assert sorted(set(said)) == sorted(said)
