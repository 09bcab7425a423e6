"""Signing in and out, by code, link or password; the account's own pages."""

# Each of these adds its routes to the blueprint.
from app.web.account import (
    codes,
    data,
    email,
    home,
    links,
    password,
    prove,
    second_factor,
    sign_in,
)
from app.web.account.blueprint import bp
from app.web.account.entering import begin_session

__all__ = [
    "begin_session",
    "bp",
    "codes",
    "data",
    "email",
    "home",
    "links",
    "password",
    "prove",
    "second_factor",
    "sign_in",
]
