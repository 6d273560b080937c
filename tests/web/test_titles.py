"""In a list of tabs or of what was found each page can be told from all others, and says what it is about."""

import re
from collections import defaultdict
from html import unescape
from urllib.parse import urlsplit

import pytest
from pages import LANGUAGES, PAGES

from busplan.web import create_app

SHORTEST, LONGEST = 50, 160
# Embeds are parts of others' pages, and no search engine lists them. A search is the same page whatever is asked.
LISTED = {path.partition("?")[0] for path in PAGES.values() if not path.startswith("/embed/")}


def told(page):
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]
    description = re.search(r'<meta name="description" content="(.*?)">', page, re.DOTALL)[1]
    return unescape(title), unescape(description)


@pytest.mark.parametrize("prefix", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_every_page_has_a_title_and_a_description_of_its_own(sample_database, prefix):
    client = create_app(database=sample_database, now="2026-12-01T11:30", tiles="none").test_client()
    addresses = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    found = {urlsplit(address).path for address in addresses}
    listed = {path for path in found if not path.startswith(("/nn/", "/en/"))}
    assert len(listed) > 200
    titles, descriptions = defaultdict(set), defaultdict(set)
    for path in LISTED | listed:
        title, description = told(client.get(prefix + path).text)
        assert SHORTEST <= len(description) <= LONGEST, f"{prefix}{path}: {description!r}"
        titles[title].add(path)
        descriptions[description].add(path)
    assert [paths for paths in (*titles.values(), *descriptions.values()) if len(paths) > 1] == []
