"""Response headers that keep pages and sessions safe."""

from flask import Flask, Response, request, session

# Only our own files, no inline script or style, no frame around us, forms only to ourselves.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TRANSPORT_SECURITY = "max-age=31536000; includeSubDomains"
# These say themselves how long their answers are kept, and look at nobody's session: they are the
# same for everybody, or for whoever holds the address.
KEPT_ENDPOINTS = frozenset(
    {
        *("static", "bootstrap.static", "fonts.face"),
        *("feeds.feed", "public.programme_calendar"),
    }
)
# An address with this part opens something by itself: it must not travel on in a Referer.
TOKEN = "token"  # noqa: S105 - the name of a part of addresses, not a secret


def init_app(app: Flask) -> None:
    """Add the headers to every answer."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    if TOKEN in (request.view_args or {}):
        response.headers["Referrer-Policy"] = "no-referrer"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = TRANSPORT_SECURITY
    if request.endpoint not in KEPT_ENDPOINTS or "Cache-Control" not in response.headers:
        # A page made for one person is kept by nobody; any other is asked for anew.
        response.headers["Cache-Control"] = "no-store" if session else "no-cache"
        response.vary.add("Accept-Language")
        response.vary.add("Cookie")
    return response
