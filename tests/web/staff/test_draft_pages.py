"""Every page of drafts, in every language, as HTML: judged by the checker of the W3C, started once."""

import re

import judging
from pages import LANGUAGES
from small import SCHEDULE_YAML, STOPS_CSV
from web.staff.handing import drafted, hand_in
from web.staff.signing import send, signed_in

from busplan.access import Role

# Something new, something gone, something moved, and doubts.
STOPS = STOPS_CSV.replace("aas,Ås,Ås,1430 Ås,59.6600,10.7900", "bo,Bø,Nes,,60.1500,11.5000")
SCHEDULE = (
    SCHEDULE_YAML.replace("stop: aas", "stop: bo").replace("from: 09:00", "from: 09:05").split("notices:")[0]
)
PAGES = (
    "hand-in",
    "drafts",
    "drafts/{draft}",
    "drafts/{draft}/stops/bo",
    "drafts/{draft}/stops/aas",
    "edit?draft={draft}",
    "edit/stops/new",
    "edit/stops/bo?draft={draft}",
    "edit/routes/tirsdag",
    "publications",
    "publications/1",
    "publications/compare",
)


def test_every_page_of_drafts_is_html(app, client, tmp_path):
    publisher = signed_in(app, Role.PUBLISHER)
    draft = drafted(publisher, SCHEDULE, STOPS, message="Bø i stedet for Ås")
    send(publisher, f"/staff/drafts/{drafted(publisher)}/publish")
    made = send(publisher, f"/staff/drafts/{draft}/hearing", days="14")
    hearing = re.search(r'value="http://localhost(/hearing/[^"]+)"', made.text)[1]
    wrong = hand_in(publisher, ("stops.csv", STOPS.replace("60.1500", "nord")), ("plan.yaml", SCHEDULE))
    found = {"made": made, "problems": wrong}
    for code, prefix in LANGUAGES.items():
        for number, path in enumerate(PAGES):
            found[f"{number}-{code}"] = publisher.get(f"{prefix}/staff/{path.format(draft=draft)}")
        for part in ("", "/stops/bo", "/nei"):
            found[f"hearing{part.replace('/', '-')}-{code}"] = client.get(prefix + hearing + part)
    assert {name for name, answer in found.items() if answer.status_code != 200} == {
        "problems",
        *(f"hearing-nei-{code}" for code in LANGUAGES),
    }
    for name, answer in found.items():
        (tmp_path / f"{name}.html").write_bytes(answer.data)
    assert judging.checker(tmp_path) == []
