"""Where this installation keeps its files: a setting."""

from pathlib import Path

from flask import current_app


def data_folder() -> Path:
    """The data folder of the application at work."""
    folder: Path = current_app.config["HUBMEET_DATA"]
    return folder
