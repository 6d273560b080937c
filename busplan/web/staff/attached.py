"""Files that were handed in, one of them back out."""

from io import BytesIO

from flask import Response, abort, send_file

from busplan.store import File


def attached(files: tuple[File, ...], at: int) -> Response:
    """Never shown as a page of ours, whatever is in it."""
    if at >= len(files):
        abort(404)
    name, content = files[at]
    return send_file(
        BytesIO(content), mimetype="application/octet-stream", as_attachment=True, download_name=name
    )
