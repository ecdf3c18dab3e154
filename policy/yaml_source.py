"""YAML as a pack may use it: text, whole numbers, true/false, lists and maps, and the line of every key.

Stricter than YAML: plain scalars stay text unless they are a whole number, `true`, `false` or `null`
(so a date is text and `no` is not a boolean); floats, duplicate keys, tags and aliases are refused.
A value that begins with `填写：` is a blank of a skeleton (`shuzhuan packs new`): what follows is the question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from policy.pack_problems import PackProblem

Keys = tuple[str | int, ...]

_FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"0|-?[1-9][0-9]*")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan", re.IGNORECASE)
# What plain YAML resolves to by itself; whatever else stands there was written as a tag.
_KNOWN_TAGS = {"map", "seq", "str", "int", "float", "bool", "null", "timestamp", "merge", "value"}
BLANK = "填写："
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Document:
    """One file: its name relative to the pack folder, its content, where each key stands, and what is still blank."""

    name: str
    content: Any
    lines: Mapping[Keys, int] = field(default_factory=dict)
    blanks: frozenset[Keys] = frozenset()

    def line_of(self, keys: Keys) -> int:
        """The line of a key, or of the nearest thing around it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)


def read_document(name: str, text: str) -> tuple[Document, list[PackProblem]]:
    """The document, with whatever had to be refused while reading it; a syntax error leaves it empty."""
    try:
        root = _composed(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return Document(name, None), [PackProblem(name, line, "", "not_yaml", {"error": str(error.problem)})]
    except yaml.YAMLError as error:
        return Document(name, None), [PackProblem(name, 1, "", "not_yaml", {"error": str(error)})]
    reading = _Reading(name)
    content = reading.value(root, ()) if root is not None else None
    return Document(name, content, reading.lines, frozenset(reading.blanks)), reading.problems


def _composed(text: str) -> yaml.Node | None:
    """By libyaml, where the wheel has it: the same tree in a seventh of the time. What it refuses is read again in
    Python, so that an error names the same line everywhere."""
    try:
        return yaml.compose(text, Loader=_FAST)
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


class _Reading:
    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Keys, int] = {}
        self.problems: list[PackProblem] = []
        self.blanks: set[Keys] = set()
        self._seen: set[int] = set()

    def value(self, node: yaml.Node, keys: Keys) -> Any:
        self.lines.setdefault(keys, _line(node))
        if id(node) in self._seen:
            self._refuse(node, keys, "alias")
            return None
        self._seen.add(id(node))
        if node.tag.removeprefix("tag:yaml.org,2002:") not in _KNOWN_TAGS:
            self._refuse(node, keys, "tag", tag=node.tag)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, keys)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*keys, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, keys)

    def _mapping(self, node: yaml.MappingNode, keys: Keys) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            self.lines[(*keys, key)] = _line(key_node)
            if key in found:
                self._refuse(key_node, (*keys, key), "duplicate_key")
            found[key] = self.value(value_node, (*keys, key))
        return found

    def _scalar(self, node: yaml.Node, keys: Keys) -> Any:
        text: str = node.value
        if text.startswith(BLANK):
            self.blanks.add(keys)
            self._refuse(node, keys, "to_fill_in", question=text.removeprefix(BLANK))
            return text
        if isinstance(node, yaml.ScalarNode) and node.style:
            return text
        if text.lower() in _PLAIN:
            return _PLAIN[text.lower()]
        if _WHOLE.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text) and not text.isdigit():
            self._refuse(node, keys, "float", value=text)
        return text

    def _refuse(self, node: yaml.Node, keys: Keys, code: str, **facts: str) -> None:
        self.problems.append(PackProblem(self.name, _line(node), key_text(keys), code, facts))


def key_text(keys: Keys) -> str:
    """`lines.0.rate`."""
    return ".".join(str(key) for key in keys)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
