"""An address in, what the server there answers out: bounded in time and size, and from that host alone."""

from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException, HTTPResponse
from time import monotonic
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener


class Unavailable(OSError):
    """Nothing that can be used came in time. `status` is the answer's, where there was one."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


class NoRedirects(HTTPRedirectHandler):
    """The host that was asked may not send our server on to somewhere else."""

    def redirect_request(self, *_args: object, **_named: object) -> None:
        return None


def fetch(
    address: str,
    mimetype: str,
    seconds: float,
    most: int,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """Whole, and in time: one that drips its answer is given up like one that is silent. Raises Unavailable.

    The address begins with http(s)://. At most so many bytes. With content, which is JSON, it is a POST.
    """
    said = {"User-Agent": "busplan", **(headers or {})}
    if content is not None:
        said["Content-Type"] = "application/json"
    request = Request(address, content, said)  # noqa: S310 - by the promise above
    try:
        until = monotonic() + seconds
        with build_opener(NoRedirects).open(request, timeout=seconds) as answer:
            if answer.status != HTTPStatus.OK or answer.headers.get_content_type() != mimetype:
                raise Unavailable(f"{address} gave no {mimetype}", answer.status)
            found = whole(answer, until, most)
            told = answer.headers.get("Content-Length", str(len(found)))
            if len(found) > most or told != str(len(found)):
                raise Unavailable(f"{address} gave nothing whole")
            return found
    except Unavailable:
        raise
    except HTTPError as fault:
        fault.close()
        raise Unavailable(str(fault), fault.code) from fault
    except (OSError, HTTPException) as fault:
        raise Unavailable(str(fault)) from fault


def whole(answer: HTTPResponse, until: float, most: int) -> bytes:
    content = b""
    while len(content) <= most and (piece := answer.read1(most)):
        content += piece
        if monotonic() > until:
            raise Unavailable("it came too slowly")
    return content
