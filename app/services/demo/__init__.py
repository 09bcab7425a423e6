"""The demo: Warsaw 2018 as a replay, and a fictional next edition that is open."""

from app.services.demo.loading import ROLES, load_demo

__all__ = ["ROLES", "load_demo"]
