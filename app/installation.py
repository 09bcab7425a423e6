"""What this installation is: where its files are, and whether it is for real."""

from pathlib import Path

from flask import current_app


def data_folder() -> Path:
    """The data folder of the application at work."""
    folder: Path = current_app.config["HUBMEET_DATA"]
    return folder


def is_production() -> bool:
    """Whether real people use it."""
    return bool(current_app.config["HUBMEET_ENV"] == "production")
