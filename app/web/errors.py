"""Turns errors into pages, once."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Hook the application."""
