"""A command as somebody whom the rights of files bind: root in a container is bound by none."""

import os

DROPPED = "--bounding-set=-dac_override,-dac_read_search"


def bound(*command: object) -> list[str]:
    words = [str(word) for word in command]
    return ["setpriv", DROPPED, *words] if os.getuid() == 0 else words
