"""Every blueprint, by who is looking."""

from importlib import import_module

from flask import Flask

# Each module offers `bp`.
MODULES: tuple[str, ...] = (
    "account",
    "answer",
    "exhibitor",
    "feeds",
    "fonts",
    "language",
    "organiser.behalf",
    "organiser.board",
    "organiser.demand",
    "organiser.desk",
    "organiser.exhibitors",
    "organiser.home",
    "organiser.hubs",
    "organiser.announcements",
    "organiser.mail_words",
    "organiser.mails",
    "organiser.incoming",
    "organiser.invitations",
    "organiser.languages",
    "organiser.log",
    "organiser.merging",
    "organiser.organisations",
    "organiser.meetings",
    "organiser.people",
    "organiser.people_files",
    "organiser.person",
    "organiser.phase",
    "organiser.places",
    "organiser.prints",
    "organiser.privacy",
    "organiser.programme",
    "organiser.publish",
    "organiser.questions",
    "organiser.registration",
    "organiser.results",
    "organiser.runs",
    "organiser.settings",
    "organiser.team",
    "organiser.times",
    "nudges_off",
    "participant",
    "public",
)

# Pages that show everybody's mails must not even exist where people are real.
DEMO_MODULES: tuple[str, ...] = ("demo_mail",)


def init_app(app: Flask) -> None:
    """Register all blueprints."""
    for name in (*MODULES, *(DEMO_MODULES if app.config["DEMO"] else ())):
        app.register_blueprint(import_module(f"app.web.{name}").bp)
