"""The order of a list, as its address asks for it (`?sort=`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import lazy_gettext as _l

from clara_edge.domain.query import Order

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

_ORDERS = {
    Order.MANUAL: _l("Your order"),
    Order.NATURAL: _l("Date"),
    Order.PRIORITY: _l("Priority"),
    Order.TITLE: _l("Title"),
    Order.CREATED: _l("Oldest"),
}


def orders() -> list[tuple[str, LazyString]]:
    """Return what can be chosen, with its names."""
    return [(order.value, name) for order, name in _ORDERS.items()]


def chosen_order() -> Order:
    """Return the order that was asked for; the person's own by default."""
    text = request.args.get("sort", "")
    known = text in {order.value for order in _ORDERS}
    return Order(text) if known else Order.MANUAL
