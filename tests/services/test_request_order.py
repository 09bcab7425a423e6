"""The own order of requests, and what it adds to their weight."""

from datetime import datetime

import pytest
from flask import Flask

from app.domain.errors import NotFoundError
from app.domain.states import Level, RequestState
from app.services import request_order
from app.services.build_instance import build_instance
from app.services.request_lists import views_of
from tests.factory import Factory
from tests.services.gathering import Gathering

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])


def test_requests_are_put_in_order_and_the_first_weigh_more(
    app: Flask, factory: Factory, now: datetime
) -> None:
    event = Gathering(factory)
    company = event.company()
    hubs = {name: event.hub(name) for name in ("Top", "Like", "Sent", "Asks us")}
    made = {
        "Top": event.ask(company, hubs["Top"], state=RequestState.ACCEPTED, from_level=Level.TOP),
        "Like": event.ask(company, hubs["Like"], state=RequestState.ACCEPTED),
        "Sent": event.ask(company, hubs["Sent"], state=RequestState.PENDING),
        "Asks us": event.ask(hubs["Asks us"], company, state=RequestState.ACCEPTED, match_score=40),
    }

    def order() -> list[str]:
        return [view.organisation for view in request_order.ordered(views_of(company))]

    names = order()
    assert names[0] == "Top"  # without an order, levels and then the match
    assert names[-1] == "Asks us"
    request_order.move(company, made["Asks us"].public_id, up=True)
    request_order.move(company, made["Asks us"].public_id, up=True)
    request_order.move(company, made["Asks us"].public_id, up=True)
    request_order.move(company, made["Asks us"].public_id, up=True)  # it is the first already
    request_order.move(company, made["Top"].public_id, up=False)
    assert (order()[0], order()[2]) == ("Asks us", "Top")
    with pytest.raises(NotFoundError):
        request_order.move(hubs["Like"], made["Top"].public_id, up=True)
    # Among the accepted: "Asks us" is first, then "Like" and "Top" as the order says; what is
    # only sent takes no place. 20 + 16 + 3; 20 + 20 + (2 or 1); 40 + 20 + (1 or 2).
    weights = {one.id: one.weight for one in build_instance(event.edition).requests}
    accepted = [name for name in order() if name != "Sent"]
    second = {name: 4 - place for place, name in enumerate(accepted, start=1)}
    assert weights == {
        made["Asks us"].public_id: 36 + 3,
        made["Like"].public_id: 40 + second["Like"],
        made["Top"].public_id: 60 + second["Top"],
    }
