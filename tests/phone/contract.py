"""Holds what passes between Lykta and the provider's API against the provider's own description of it.

`twilio_messages.json` has the facts of Twilio's published OpenAPI description. OpenAPI 3.0 says `nullable` where JSON
Schema says `null`, and leaves open what else an object may hold; here nothing else, and of a resource every field.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

FACTS: dict[str, Any] = json.loads((Path(__file__).parent / "twilio_messages.json").read_text("utf-8"))
API = "/2010-04-01/"
FETCHED = re.compile(r"/2010-04-01/Accounts/AC\w{32}/Messages/MM\w{32}/Media/ME\w{32}")
"""A picture itself, which the provider serves and its description leaves out."""

ERROR = {
    "type": "object",
    "properties": {
        "code": {"type": "integer"},
        "message": {"type": "string"},
        "more_info": {"type": "string", "pattern": "^https://www.twilio.com/docs/errors/[0-9]{5}$"},
        "status": {"type": "integer"},
    },
    "required": ["code", "message", "more_info", "status"],
    "additionalProperties": False,
}

formats = FormatChecker(formats=())


@formats.checks("date-time-rfc-2822", raises=ValueError)
def _rfc_2822(text: object) -> bool:
    return not isinstance(text, str) or parsedate_to_datetime(text).tzinfo is not None


@formats.checks("date-time", raises=ValueError)
def _iso(text: object) -> bool:
    return not isinstance(text, str) or bool(datetime.fromisoformat(text))


@formats.checks("phone-number")
def _phone(text: object) -> bool:
    return not isinstance(text, str) or re.fullmatch(r"\+[0-9]{4,15}|\+[0-9]{3,11}XXXX", text) is not None


@formats.checks("uri")
def _uri(text: object) -> bool:
    return not isinstance(text, str) or re.fullmatch(r"(https?://[^/_\s]+)?(/[^\s]*)?", text) is not None


@formats.checks("currency")
def _currency(text: object) -> bool:
    return not isinstance(text, str) or re.fullmatch(r"[A-Z]{3}", text) is not None


@formats.checks("uri-map")
def _uri_map(found: object) -> bool:
    return not isinstance(found, dict) or all(str(uri).startswith("/") for uri in found.values())


@dataclass(frozen=True)
class Exchange:
    """One request to the provider's API, and its answer."""

    method: str
    path: str
    authorization: str
    query: list[tuple[str, str]]
    form: list[tuple[str, str]]
    status: int
    body: bytes


def faults_of(exchange: Exchange) -> list[str]:
    """What about this exchange is not as described; each begins with the request. Empty when all is well."""
    if FETCHED.fullmatch(exchange.path):
        return []
    said = f"{exchange.method} {exchange.path}"
    found = _operation(exchange)
    if found is None:
        return [] if exchange.status in (404, 405) else [f"{said} is not in the description"]
    operation, in_path = found
    wrong = list(_request_faults(operation, in_path, exchange)) if exchange.status != 400 else []
    return [f"{said}: {fault}" for fault in (*wrong, *_answer_faults(operation, exchange))]


def _operation(exchange: Exchange) -> tuple[dict[str, Any], dict[str, str]] | None:
    for template, operations in FACTS["paths"].items():
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
        match = re.fullmatch(pattern, exchange.path)
        if match and exchange.method.lower() in operations:
            return operations[exchange.method.lower()], match.groupdict()
    return None


def _request_faults(operation: dict[str, Any], in_path: dict[str, str], exchange: Exchange) -> list[str]:
    wrong = [] if exchange.authorization.startswith("Basic ") else ["no basic authorization"]
    given = {"path": list(in_path.items()), "query": exchange.query}
    for place, pairs in given.items():
        described = {p["name"]: p["schema"] for p in operation["parameters"] if p["in"] == place}
        required = [p["name"] for p in operation["parameters"] if p["in"] == place and p.get("required")]
        wrong += _form_faults({"properties": described, "required": required}, pairs)
    body = operation.get("requestBody")
    if body is None:
        return wrong + [f"{name} is sent, and no body is described" for name, _ in exchange.form]
    wrong += _form_faults(body["content"]["application/x-www-form-urlencoded"]["schema"], exchange.form)
    names = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name, _ in exchange.form}
    for one_of in operation.get("x-twilio", {}).get("conditional", []):
        if not names & set(one_of):
            wrong.append(f"none of {one_of} is sent")
    return wrong


def _form_faults(schema: dict[str, Any], pairs: list[tuple[str, str]]) -> list[str]:
    """A form holds strings; each is read as the type that is described before it is checked."""
    values: dict[str, Any] = {}
    for name, text in pairs:
        described = schema["properties"].get(name, {})
        if described.get("type") == "array":
            values.setdefault(name, []).append(text)
        elif name in values:
            return [f"{name} is sent twice"]
        else:
            values[name] = _typed(described.get("type", "string"), text)
    return _faults({"type": "object", **schema, "additionalProperties": False}, values)


def _typed(kind: str, text: str) -> Any:
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    if kind in ("integer", "number") and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return json.loads(text)
    return text


def _answer_faults(operation: dict[str, Any], exchange: Exchange) -> list[str]:
    if exchange.status >= 400:
        wrong = _faults(ERROR, read := json.loads(exchange.body))
        return wrong if wrong or read["status"] == exchange.status else ["the body has another status"]
    described = operation["responses"].get(str(exchange.status))
    if described is None:
        return [f"it is answered with {exchange.status}"]
    if "content" not in described:
        return ["its answer has a body"] if exchange.body else []
    schema = described["content"]["application/json"]["schema"]
    return _faults(_whole(schema), json.loads(exchange.body))


def _whole(schema: dict[str, Any]) -> dict[str, Any]:
    """Of a resource every described field must be there, and no other."""
    if "properties" not in schema:
        return schema
    return {**schema, "required": sorted(schema["properties"]), "additionalProperties": False}


def _faults(schema: dict[str, Any], value: Any) -> list[str]:
    checker = Draft202012Validator(_converted(schema), registry=_registry(), format_checker=formats)
    return [f"{error.json_path}: {error.message}" for error in checker.iter_errors(value)]


def _converted(schema: Any) -> Any:
    """The same in JSON Schema: `nullable` as a choice, references into the registry."""
    if isinstance(schema, list):
        return [_converted(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _converted(value) for key, value in schema.items() if key not in ("nullable", "$ref")}
    if "$ref" in schema:
        plain["$ref"] = f"urn:twilio:{schema['$ref'].rsplit('/', 1)[-1]}"
    return {"anyOf": [plain, {"type": "null"}]} if schema.get("nullable") is True else plain


@cache
def _registry() -> Registry[Any]:
    resources = [
        (f"urn:twilio:{name}", DRAFT202012.create_resource(_converted(_whole(schema))))
        for name, schema in FACTS["components"]["schemas"].items()
    ]
    return Registry().with_resources(resources)
