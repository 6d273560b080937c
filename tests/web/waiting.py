"""A page and what is to become so in it; on once it is."""

SECONDS = 20


def in_time(page, expression, argument=None):
    """Until it is so. Playwright's own wait takes a promise for an answer."""
    for _ in range(SECONDS * 10):
        if page.evaluate(expression, argument):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"it never became so: {expression}")
