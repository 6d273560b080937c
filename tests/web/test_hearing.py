"""Schools and residents are asked first: a secret address, and what they write back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from small import SCHEDULE_YAML
from web.residents import text_of
from web.staff.signing import send, signed_in

from busplan import publishing
from busplan.access import Role
from busplan.store import Drafts
from busplan.web import create_app

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
LATER = SCHEDULE_YAML.replace('"14:00", to: 14:30', '"15:00", to: 15:30')
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def editor(app):
    return signed_in(app, Role.EDITOR)


@pytest.fixture
def number(published, stops):
    standing = publishing.standing(published)
    files = [("stops.csv", stops.content), ("plan.yaml", LATER.encode())]
    found = publishing.look_at(standing, files, NOW.date())
    return publishing.hand_in(published, found, 1, "Randi", NOW, "Ås en time senere")


@pytest.fixture
def address(editor, number):
    """As staff see it, once."""
    page = send(editor, f"/staff/drafts/{number}/hearing", days="14").text
    return re.search(r'value="http://localhost(/hearing/[^"]+)"', page)[1]


def say(client, address, name="Rektor", text="Kan dere komme klokka to?", headers=FROM_HERE):
    return client.post(f"{address}/comments", data={"name": name, "text": text}, headers=headers)


def test_who_has_the_address_sees_what_would_change_and_nobody_sees_a_home(client, address):
    answer = client.get(address)
    page = text_of(answer)
    assert "Dette er et forslag, og gjelder ikke ennå." in page
    assert "2 besøk flyttet" in page
    assert "Ås en time senere" in page
    assert "Hjemmebesøk" not in page
    stop = text_of(client.get(f"{address}/stops/aas"))
    assert "torsdag 26. november, fra kl. 14.00–14.30 til kl. 15.00–15.30" in stop
    assert client.get(f"{address}/stops/hjem").status_code == 404


def test_the_address_cannot_be_guessed_and_only_its_digest_is_kept(address, published):
    secret = address.rpartition("/")[2]
    assert len(secret) >= 43
    assert secret.encode() not in published.file.read_bytes()


def test_it_is_kept_by_nobody_and_found_by_no_search_engine(client, address):
    for path in (address, f"{address}/stops/aas", "/hearing/nei"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert "Set-Cookie" not in answer.headers
        assert "ETag" not in answer.headers


def test_an_unknown_or_expired_address_helps(client, address, published):
    late = create_app(database=str(published.url), now="2026-12-06T09:00").test_client()
    assert (
        create_app(database=str(published.url), now="2026-12-06T08:59").test_client().get(address).status_code
        == 200
    )
    for answer in (late.get(address), client.get(address[:-1]), client.get("/hearing/" + "x" * 43)):
        assert answer.status_code == 404
        assert "spør den som sendte den" in answer.text
        assert address not in answer.text


def test_what_they_write_is_shown_to_staff_and_to_nobody_else(client, editor, address, number, published):
    answer = say(client, address, text="<b>Nei</b>\n\nKom klokka to.")
    assert answer.status_code == 303
    thanks = client.get(answer.location)
    assert "Takk!" in thanks.text
    assert "Kom klokka to" not in thanks.text
    page = editor.get(f"/staff/drafts/{number}").text
    assert "&lt;b&gt;Nei&lt;/b&gt;" in page
    assert "Rektor" in page
    assert "1 svar på høringen" in editor.get("/staff/drafts").text


def test_a_comment_from_another_site_is_refused(client, address, number, published):
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert say(client, address, headers=headers).status_code == 403
    assert Drafts(published).comments(number) == []
    assert say(client, address, headers={"Origin": "http://localhost"}).status_code == 303


def test_nothing_or_too_much_is_not_taken(client, address, number, published):
    for name, text in (("", "x"), ("x", ""), ("x", " \n ")):
        answer = say(client, address, name, text)
        assert answer.status_code == 422
        assert "Skriv navnet ditt og det du vil si." in answer.text
    say(client, address, "n" * 500, "t" * 9_000 + "\u202e")
    [comment] = Drafts(published).comments(number)
    assert (len(comment.name), len(comment.text)) == (100, 4_000)


def test_many_comments_from_one_address_have_to_wait(client, address, number, published):
    answers = [say(client, address, text=f"Nummer {at}").status_code for at in range(12)]
    assert answers == [303] * 10 + [429] * 2
    answer = say(client, address, text="Mitt lange svar")
    assert int(answer.headers["Retry-After"]) > 0
    assert "Mitt lange svar" in answer.text, "what was written is not lost"
    assert len(Drafts(published).comments(number)) == 10


def test_a_hearing_that_is_ended_is_over(client, editor, address, number):
    send(editor, f"/staff/drafts/{number}/hearing/end")
    assert client.get(address).status_code == 404


def test_published_it_is_over_too(client, app, address, number):
    send(signed_in(app, Role.PUBLISHER), f"/staff/drafts/{number}/publish")
    assert client.get(address).status_code == 404
    assert say(client, address).status_code == 404


def test_a_new_address_ends_the_one_before(client, editor, address, number):
    send(editor, f"/staff/drafts/{number}/hearing", days="3")
    assert client.get(address).status_code == 404


def test_it_lasts_no_longer_than_it_may(editor, number, published):
    send(editor, f"/staff/drafts/{number}/hearing", days="100000")
    assert Drafts(published).get(number).hearing_until == NOW + timedelta(days=90)


def test_it_is_read_in_every_language(client, address):
    assert '<html lang="nn">' in client.get(f"/nn{address}").text
    assert '<html lang="en">' in client.get(f"/en{address}").text
