"""Which endpoint answers a method and a path: a trie of segments, compiled once, static segments first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from chassis.http.errors import MethodNotAllowed, RouteNotFound
from chassis.http.messages import Request, Response

Handler = Callable[[Request], Response]

_name_of = re.compile(r"\{([a-z_][a-z0-9_]*)\}").fullmatch

# "." and ".." are never an id, and a proxy or a client may have meant the folder.
_NEVER_A_VALUE = frozenset(("", ".", ".."))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A handler with its method, pattern and body limit (None: the server's). A streamed one reads `body_stream`."""

    method: str
    pattern: str
    handler: Handler
    is_streamed: bool = False
    body_limit: int | None = None


def segments_of(pattern: str) -> list[str]:
    """The segments of `/api/{name}/things`. ValueError for anything that is not a pattern."""
    segments = pattern.split("/")[1:]
    names = [found.group(1) for segment in segments if (found := _name_of(segment))]
    is_static = all("{" not in segment and "}" not in segment for segment in segments if not _name_of(segment))
    if not pattern.startswith("/") or not is_static or len(names) != len(set(names)):
        raise ValueError(f"not a path pattern: {pattern!r}")
    return segments


@dataclass(slots=True)
class _Node:
    """One place in the tree of segments. Patterns may name the same segment differently, so names are per pattern."""

    static: dict[str, _Node] = field(default_factory=dict)
    any: _Node | None = None
    endpoints: dict[str, tuple[Endpoint, tuple[str, ...]]] = field(default_factory=dict)


class Router:
    """`resolve` finds the endpoint. HEAD is answered by GET, OPTIONS by the list of methods, unless declared."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._root = _Node()
        for endpoint in endpoints:
            self._add(endpoint)
        self._static: dict[tuple[str, str], Endpoint] = {}
        self._complete(self._root, "")

    def resolve(self, method: str, path: str) -> tuple[Endpoint, dict[str, str]]:
        """The endpoint and the path values. Raises `RouteNotFound`, or `MethodNotAllowed` with `Allow`."""
        static = self._static.get((method, path))
        if static is not None:
            return static, {}
        segments = path.split("/")
        if "%" in path:
            segments = [_decoded(segment) for segment in segments]
        if segments[0]:
            raise RouteNotFound()
        values: list[str] = []
        node = _find(self._root, segments, values, method)
        if node is None:
            other = _find(self._root, segments, [], None)
            raise RouteNotFound() if other is None else MethodNotAllowed(headers=(("Allow", _allow(other)),))
        endpoint, names = node.endpoints[method]
        return endpoint, dict(zip(names, values, strict=True))

    def _add(self, endpoint: Endpoint) -> None:
        node, names = self._root, []
        for segment in segments_of(endpoint.pattern):
            named = _name_of(segment)
            if named:
                names.append(named.group(1))
                node.any = node.any or _Node()
                node = node.any
            else:
                node = node.static.setdefault(segment, _Node())
        if endpoint.method in node.endpoints:
            raise ValueError(f"two routes answer {endpoint.method} {endpoint.pattern}")
        node.endpoints[endpoint.method] = (endpoint, tuple(names))

    def _complete(self, node: _Node, path: str) -> None:
        """Adds HEAD and OPTIONS, and puts paths without names into one dictionary."""
        if node.endpoints:
            if "GET" in node.endpoints:
                node.endpoints.setdefault("HEAD", node.endpoints["GET"])
            if "OPTIONS" not in node.endpoints:
                node.endpoints["OPTIONS"] = _options(node)
        for segment, child in node.static.items():
            self._complete(child, f"{path}/{segment}")
        if node.any is not None:
            self._complete(node.any, f"{path}/{{}}")
        if "{}" not in path:
            self._static.update({(method, path): endpoint for method, (endpoint, _) in node.endpoints.items()})


def _find(node: _Node, segments: list[str], values: list[str], method: str | None, index: int = 1) -> _Node | None:
    """The node of the path that has the method (None: any); a static segment wins, and is left if it leads nowhere."""
    if index == len(segments):
        return node if method in node.endpoints or (method is None and node.endpoints) else None
    segment = segments[index]
    child = node.static.get(segment)
    if child is not None:
        found = _find(child, segments, values, method, index + 1)
        if found is not None:
            return found
    if node.any is None or segment in _NEVER_A_VALUE:
        return None
    values.append(segment)
    found = _find(node.any, segments, values, method, index + 1)
    if found is None:
        values.pop()
    return found


def _decoded(segment: str) -> str:
    """The segment without its percent-encoding; what is not printable UTF-8 is no path of ours."""
    try:
        decoded = unquote(segment, errors="strict")
    except UnicodeDecodeError:
        raise RouteNotFound() from None
    if not decoded.isprintable():
        raise RouteNotFound()
    return decoded


def _allow(node: _Node) -> str:
    return ", ".join(sorted(node.endpoints))


def _options(node: _Node) -> tuple[Endpoint, tuple[str, ...]]:
    allow = ", ".join(sorted({*node.endpoints, "OPTIONS"}))
    _, (any_endpoint, names) = next(iter(node.endpoints.items()))
    pattern = any_endpoint.pattern
    return Endpoint("OPTIONS", pattern, lambda request: Response(204, headers=(("Allow", allow),))), names
