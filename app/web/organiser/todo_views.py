"""To-dos as the list on the page wants them: with addresses."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.services.edition_overview import Todo
from app.web.organiser.navigation import allowed_address


@dataclass(frozen=True)
class TodoView:
    """One line of the list; `kind` is `needs-you` or empty."""

    text: str
    url: str | None
    note: str
    kind: str


def todo_views(todos: Iterable[Todo], edition_slug: str) -> list[TodoView]:
    """What the viewer's role may do, and of that first what cannot wait."""
    views = [
        TodoView(
            todo.text,
            url,
            todo.note,
            "needs-you" if todo.needs_you else "",
        )
        for todo in todos
        if (url := allowed_address(todo.where, edition_slug))
    ]
    return sorted(views, key=lambda view: view.kind != "needs-you")
