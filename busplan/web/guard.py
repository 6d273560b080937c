"""A response in, the same with the headers that keep strangers out of it."""

from flask import Flask, Response, g

NOBODY = "'none'"


def policy(tile_origin: str, framed_by: str = NOBODY) -> str:
    """Nothing but our own files, and pictures from the tile provider."""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: {tile_origin}".strip(),
            "connect-src 'self'",
            "font-src 'self'",
            "frame-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {framed_by}",
        )
    )


def let_into_frames(of: str) -> None:
    """The answer to this request may stand on pages of others: sources as a policy lists them."""
    g.framed_by = of


def register(app: Flask, tile_origin: str) -> None:
    @app.after_request
    def guarded(response: Response) -> Response:
        framed_by = g.get("framed_by", NOBODY)
        response.headers["Content-Security-Policy"] = policy(tile_origin, framed_by)
        response.headers["X-Content-Type-Options"] = "nosniff"
        # OpenStreetMap's terms ask for a referrer; the origin tells no one which stop was looked at.
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)"
        if framed_by == NOBODY:
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        else:
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response
