"""To-dos as the list on the page wants them: with addresses."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.services.edition_overview import Todo
from app.web.site import address


@dataclass(frozen=True)
class TodoView:
    """One line of the list; `kind` is `needs-you` or empty."""

    text: str
    url: str | None
    note: str
    kind: str


def todo_views(todos: Iterable[Todo], edition_slug: str) -> list[TodoView]:
    """What cannot wait first."""
    views = [
        TodoView(
            todo.text,
            address(todo.where, edition_slug),
            todo.note,
            "needs-you" if todo.needs_you else "",
        )
        for todo in todos
    ]
    return sorted(views, key=lambda view: view.kind != "needs-you")
