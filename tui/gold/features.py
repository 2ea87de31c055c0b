"""The columns of gold as Hugging Face `datasets` declares them in a dataset's card, made from the published schema.

Without them each split's types are guessed from what its first rows happen to have, and splits that differ in what is
optional (a cue, a cluster, a note) can't be loaded together. The form is that of `Features` in YAML (datasets 2.10 and
later): a list of columns, each with `dtype`, `struct` or `list`.
"""

from collections.abc import Mapping
from typing import Any

_DTYPES = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}

Feature = dict[str, Any]


def features(schema: Mapping[str, Any]) -> list[Feature]:
    """Return the columns of a JSON Schema whose properties are all named, as ours are."""
    return _columns(schema, schema)


def _columns(node: Mapping[str, Any], root: Mapping[str, Any]) -> list[Feature]:
    properties: dict[str, Any] = {}
    for part in _ways(_resolved(node, root), root):
        properties |= {name: value for name, value in part.get("properties", {}).items() if name not in properties}
    return [{"name": name, **_column(value, root)} for name, value in properties.items()]


def _ways(node: Mapping[str, Any], root: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what a row may be: where it depends on a value, every way, and what is true of all ways last."""
    ways = [_resolved(node[name], root) for name in ("then", "else") if name in node]
    return [*ways, node]


def _column(node: Mapping[str, Any], root: Mapping[str, Any]) -> Feature:
    node = _resolved(node, root)
    if node.get("type") == "object":
        return {"struct": _columns(node, root)}
    if node.get("type") == "array":
        item = _column(node["prefixItems"][0] if "prefixItems" in node else node["items"], root)
        return {"list": item.get("struct") or item.get("dtype") or item}
    return {"dtype": _DTYPES[node.get("type", "string")]}  # of a choice or a constant: all are strings


def _resolved(node: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        found: Any = root
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node
