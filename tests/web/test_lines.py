import json
from datetime import UTC, datetime

from busplan import publishing


def lines(client):
    found = json.loads(client.get("/routes.geojson").text)
    return {each["id"]: each["geometry"]["coordinates"] for each in found["features"]}


def test_a_route_is_a_line_from_stop_to_stop_without_homes(client):
    assert lines(client) == {"tirsdag": [[11.48, 60.13], [11.47, 60.12]]}
    answer = client.get("/routes.geojson")
    assert answer.mimetype == "application/geo+json"
    assert answer.json["features"][0]["properties"] == {"name": "Tirsdagsruta"}


def test_the_routes_are_those_of_the_season(published, following, at):
    publishing.publish(published, publishing.check(*following), "kari", datetime(2026, 11, 20, tzinfo=UTC))
    assert list(lines(at("2026-11-22T09:00")).values()) == [[[11.48, 60.13], [11.47, 60.12]]]
    between, then = lines(at("2026-12-28T09:00")), lines(at("2027-02-01T09:00"))
    assert list(between.values()) == list(then.values()) == [[[11.47, 60.12], [11.5, 60.15]]]
    assert lines(at("2027-08-01T09:00")) == {}
