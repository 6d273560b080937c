from small import NEXT_STOPS_CSV, NEXT_YAML, SCHEDULE_YAML, STOPS_CSV
from web.residents import client_of, text_of

NONE_AT_AAS = SCHEDULE_YAML.partition("  - id: aas\n")[0]
NO_AAS = STOPS_CSV.replace("aas,Ås,Ås,1430 Ås,59.6600,10.7900,place,everyone,\n", "")


def test_a_stop_that_is_gone_says_so_and_where_to_go_instead(store):
    client_of(store)
    client = client_of(store, NONE_AT_AAS, NO_AAS)
    answer = client.get("/stops/aas")
    assert answer.status_code == 200
    assert '<meta name="robots" content="noindex">' in answer.text
    told = text_of(answer)
    assert "Ås 1430 Ås, Ås Bussen stopper ikke lenger her." in told
    assert "De nærmeste stoppene Hol torg 63,8 km i luftlinje Neste besøk: Tirsdag 8. desember" in told
    assert "The bus no longer stops here." in text_of(client.get("/en/stops/aas"))
    assert "/stops/aas" not in client.get("/sitemap.xml").text
    assert "/stops/aas" not in client.get("/timetable").text
    etag = answer.headers["ETag"]
    assert client.get("/stops/aas", headers={"If-None-Match": etag}).status_code == 304


def test_a_stop_whose_last_day_is_past_says_which_it_was(store):
    client_of(store)
    client_of(store, NEXT_YAML, NEXT_STOPS_CSV)
    before = client_of(store, NEXT_YAML, NEXT_STOPS_CSV, now="2026-12-18T09:00").get("/stops/aas")
    after = client_of(store, NEXT_YAML, NEXT_STOPS_CSV, now="2026-12-19T09:00").get("/stops/aas")
    assert "stopper ikke lenger her" not in text_of(before)
    assert "Bussen stopper ikke lenger her. Siste besøk var 26. november 2026." in text_of(after)
    assert "noindex" not in before.text
    assert "noindex" in after.text


def test_a_home_that_is_gone_has_no_page(store):
    client_of(store)
    client = client_of(store, SCHEDULE_YAML.replace("      - {stop: hjem, from: 10:45, to: 11:15}\n", ""))
    assert client.get("/stops/hjem").status_code == 404
