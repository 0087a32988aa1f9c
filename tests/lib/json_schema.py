"""A small check of JSON against a JSON Schema (draft 2020-12), as far as the OpenAPI document of this program uses it.

check(value, schema, root) gives a list of sentences; a keyword that is not known here is one, so that nothing passes unread.
"""
import re

KNOWN = {"type", "enum", "const", "properties", "required", "additionalProperties", "items", "anyOf", "$ref", "format", "description"}
TYPES = {"string": str, "boolean": bool, "object": dict, "array": list, "null": type(None)}
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\Z")


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def check(value, schema, root, at="$"):
    bad = [f"{at}: the schema says {word}, which this check does not know" for word in set(schema) - KNOWN]
    if "$ref" in schema:
        target = root
        for piece in schema["$ref"].removeprefix("#/").split("/"):
            target = target[piece]
        return bad + check(value, target, root, at)
    if "anyOf" in schema and all(check(value, s, root, at) for s in schema["anyOf"]):
        bad.append(f"{at}: fits none of anyOf")
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(is_type(value, t) for t in types):
        return bad + [f"{at}: {value!r} is no {types}"]
    if "const" in schema and value != schema["const"]:
        bad.append(f"{at}: {value!r} is not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        bad.append(f"{at}: {value!r} is none of {schema['enum']}")
    if schema.get("format") == "date-time" and isinstance(value, str) and not DATE_TIME.match(value):
        bad.append(f"{at}: {value!r} is no time")
    if isinstance(value, dict):
        properties = schema.get("properties", {})
        bad += [f"{at}: {name} is missing" for name in schema.get("required", []) if name not in value]
        if schema.get("additionalProperties") is False:
            bad += [f"{at}: {name} is not described" for name in value if name not in properties]
        for name, part in value.items():
            if name in properties:
                bad += check(part, properties[name], root, f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        for i, part in enumerate(value):
            bad += check(part, schema["items"], root, f"{at}[{i}]")
    return bad


def controls():
    """What must be found: one wrong value for each keyword."""
    schema = {"type": "object", "properties": {"a": {"type": ["string", "null"], "enum": ["x", None]}, "n": {"type": "integer"}, "c": {"const": "y"},
              "t": {"type": "string", "format": "date-time"}, "l": {"type": "array", "items": {"type": "boolean"}},
              "o": {"anyOf": [{"type": "object", "required": ["k"]}, {"type": "null"}]}}, "required": ["a"], "additionalProperties": False}
    good = [{"a": "x"}, {"a": None, "n": 1, "c": "y", "t": "2019-07-31T00:00:00Z", "l": [True], "o": None}, {"a": "x", "o": {"k": 1}}]
    wrong = [{}, {"a": "z"}, {"a": 1}, {"a": "x", "n": True}, {"a": "x", "n": "1"}, {"a": "x", "c": "z"}, {"a": "x", "t": "2019"}, {"a": "x", "l": [1]},
             {"a": "x", "o": {}}, {"a": "x", "b": 1}, [], None]
    return all(not check(v, schema, schema) for v in good) and all(check(v, schema, schema) for v in wrong) and \
        bool(check(1, {"minimum": 0}, {}))
