"""HTTP/1.1 on eventlet sockets, parsed by httptools, dispatched into Nameko workers.

A service class declares its routes with `@route` (`entrypoint.py`) and may hold `http_settings`. What is refused here,
with which status, is in `errors.py`; deadlines and sizes are in `settings.py`.
"""

from chassis.http.entrypoint import DeclaredRoute, Route, port_of, route, routes_of
from chassis.http.errors import Header, HttpError, TooBusy
from chassis.http.messages import Request, Response
from chassis.http.problems import PROBLEM_TYPE, problem_response
from chassis.http.settings import HttpSettings, Limits
from chassis.http.streams import BodyStream

__all__ = [
    "PROBLEM_TYPE",
    "BodyStream",
    "DeclaredRoute",
    "Header",
    "HttpError",
    "HttpSettings",
    "Limits",
    "Request",
    "Response",
    "Route",
    "TooBusy",
    "port_of",
    "problem_response",
    "route",
    "routes_of",
]
