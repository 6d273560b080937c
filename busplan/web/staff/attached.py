"""Files that were handed in, one of them back out."""

from io import BytesIO

from flask import Response, abort, send_file

from busplan.store import File
from busplan.web.staff.upload import plain


def attached(files: tuple[File, ...], at: int) -> Response:
    """Never shown as a page of ours, whatever is in it. On a disk a name may have been anything."""
    if at >= len(files):
        abort(404)
    name, content = files[at]
    return send_file(
        BytesIO(content), mimetype="application/octet-stream", as_attachment=True, download_name=plain(name)
    )
