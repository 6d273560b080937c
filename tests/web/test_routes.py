from small import NEXT_STOPS_CSV, NEXT_YAML, SCHEDULE_YAML, STOPS_CSV
from web.residents import client_of, text_of


def test_a_route_tells_its_stops_in_the_order_of_driving_and_its_days(at):
    told = text_of(at("2026-10-20T09:00").get("/routes/tirsdag"))
    assert "Rute Tirsdagsruta Kjøres med Bussen. Neste runde Tirsdag 27. oktober Om 7 dager" in told
    assert "Tirsdag hver 3. uke. Gjelder fra 17. august 2026 til 18. desember 2026." in told
    assert "Stopp Klokkeslett Nes skole Nes 09.00–10.30 Hol torg Nes 12.30–13.00" in told
    assert "Onsdag 18. november om 29 dager → Flyttet" in told


def test_a_route_whose_next_round_is_cancelled_says_so_and_tells_the_one_after(at):
    told = text_of(at("2026-11-27T09:00").get("/routes/aas"))
    assert "Ingen flere besøk i denne ruteplanen." in told
    assert "Torsdag 3. desember om 6 dager ✕ Innstilt" in told


def test_a_route_of_two_seasons_is_one_page(store):
    client_of(store)
    told = text_of(client_of(store, NEXT_YAML, NEXT_STOPS_CSV).get("/routes/tirsdag"))
    assert "Tirsdag hver 3. uke. Gjelder fra 17. august 2026" in told
    assert "Tirsdag annenhver uke. Gjelder fra 4. januar 2027" in told


def test_a_municipality_tells_its_stops_and_what_is_next(client):
    told = text_of(client.get("/municipalities/nes"))
    assert (
        "Bussen i Nes Neste besøk i kommunen Tirsdag 8. desember kl. 09.00–10.30 Om 16 dager: Nes skole"
        in told
    )
    assert "Hol torg tir. 8. des. kl. 12.30–13.00" in told
    assert "Ruter hit Tirsdagsruta Kommuner i nærheten Ås" in told
    page = client.get("/municipalities/nes").text
    assert '<link rel="alternate" type="text/calendar" title="Nes" href="/municipalities/nes.ics">' in page
    assert 'href="/municipalities/nes.atom"' in page


def test_the_timetable_has_every_date_of_every_stop(client):
    told = text_of(client.get("/timetable"))
    assert "Kommuner Nes Ås Ruter Tirsdagsruta" in told
    assert "Hol torg Tirsdag kl. 12.30–13.00 25. aug. , 15. sep. , 27. okt. , 8. des." in told
    assert "→ Flyttet Onsdag 18. november kl. 16.00–16.30 Flyttet fra tirsdag 17. november" in told
    assert "Ås Torsdag kl. 14.00–14.30 26. nov. ✕ Innstilt Torsdag 3. desember kl. 14.00–14.30" in told
    assert 'href="#nes"' in client.get("/timetable").text
    assert 'id="nes"' in client.get("/timetable").text


def test_the_timetable_of_one_municipality_has_a_page_of_its_own(client):
    told = text_of(client.get("/timetable/as"))
    assert "Ruteplan for Ås" in told
    assert "Hol torg" not in told


def test_a_great_timetable_is_a_page_of_links(store):
    ids = [f"s{number}" for number in range(120)]
    rows = "".join(
        f"{id},Stopp {id},Nes,,{60 + number / 1000:.4f},11.5,place,everyone,\n"
        for number, id in enumerate(ids)
    )
    rounds = "".join(
        f"  - id: r{day}{half}\n    weekday: {day}\n    every_weeks: 1\n    anchor: 2026-08-{17 + number}\n"
        f"    stops:\n"
        + "".join(
            f"      - {{stop: {id}, from: '{8 + at // 6:02}:{at % 6}0', to: '{8 + at // 6:02}:{at % 6}5'}}\n"
            for at, id in enumerate(ids[half * 60 : half * 60 + 60])
        )
        for number, day in enumerate(("monday", "tuesday", "wednesday"))
        for half in (0, 1)
    )
    schedule = SCHEDULE_YAML.replace("routes:\n", "routes:\n" + rounds)
    client = client_of(store, schedule, STOPS_CSV + rows)
    whole = client.get("/timetable")
    assert "Ruteplanen er for lang for én side." in whole.text
    assert 'href="/timetable/nes"' in whole.text
    assert len(whole.data) < 20_000
    nes = client.get("/timetable/nes")
    assert 'href="/stops/s119"' in nes.text
    assert len(nes.data) < 40_000
    week = client.get("/weeks/2026-W48")
    assert "120 besøk, alt som planlagt." in text_of(week)
    assert len(week.data) < 15_000
