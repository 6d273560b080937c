"""Files in, what the desk answers who hands them in out."""

import re
from io import BytesIO

from small import SCHEDULE_YAML, STOPS_CSV
from web.staff.signing import token

# The small timetable with one visit an hour later.
LATER = SCHEDULE_YAML.replace('"14:00", to: 14:30', '"15:00", to: 15:30')


def hand_in(client, *files, **fields):
    data = {
        "files": [(BytesIO(content.encode()), name) for name, content in files],
        "csrf_token": token(client),
        **fields,
    }
    return client.post("/staff/hand-in", data=data, content_type="multipart/form-data")


def drafted(client, schedule=LATER, stops=STOPS_CSV, **fields):
    answer = hand_in(client, ("stops.csv", stops), ("plan.yaml", schedule), **fields)
    assert answer.status_code == 303, answer.text
    return int(re.search(r"/staff/drafts/(\d+)$", answer.location)[1])
