"""Response headers that keep pages and sessions safe."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Hook the application."""
