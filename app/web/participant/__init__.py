"""The pages of a person at an edition: registering, their page, times, requests, bookings."""

# Each of these adds its routes to the blueprint.
from app.web.participant import (
    agenda,
    availability,
    booking,
    bulk,
    consents,
    home,
    partners,
    profile,
    register,
    register_links,
    register_organisation,
    register_screens,
    registration_status,
    requests,
    take_along,
    vetoes,
)
from app.web.participant.blueprint import bp

__all__ = [
    "agenda",
    "availability",
    "booking",
    "bp",
    "bulk",
    "consents",
    "home",
    "partners",
    "profile",
    "register",
    "register_links",
    "register_organisation",
    "register_screens",
    "registration_status",
    "requests",
    "take_along",
    "vetoes",
]
