"""Hubmeet: event and matchmaking manager for Digital Innovation Hubs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

import config
from app import cli, logs, models
from app.extensions import babel, bootstrap, csrf, db, login_manager, migrate
from app.web import blueprints, errors, formats, requests, security, site

__all__ = ["create_app", "models"]

TOP = Path(__file__).resolve().parent.parent


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """An application with `settings`; without any, with those of the environment."""
    app = Flask(__name__, template_folder=str(TOP / "templates"))
    app.config.update(config.settings() if settings is None else settings)
    logs.init_app(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(TOP / "migrations"), render_as_batch=True)
    babel.init_app(app, locale_selector=requests.locale)
    bootstrap.init_app(app)
    csrf.init_app(app)
    login_manager.init_app(app)
    requests.init_app(app)
    security.init_app(app)
    errors.init_app(app)
    formats.init_app(app)
    site.init_app(app)
    blueprints.init_app(app)
    cli.init_app(app)
    return app
