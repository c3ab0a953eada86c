"""The API's description (OpenAPI 3.1): made of the endpoints and the schemas of their answers.

`python -m registry.api.openapi` prints it; the copy kept beside this module shows in review what a change does to it.
"""

import sys
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from litestar import Response, get

from registry.api.answering import JSON
from registry.api.endpoints import ENDPOINTS, Endpoint
from registry.api.parameters import Parameter
from registry.api.schemas.shared import Problem
from registry.http.guards import public
from registry.http.problems import PROBLEM

COPY = Path(__file__).with_name("openapi.json")
_REF = "#/components/schemas/{name}"
_ABOUT = (
    "Which third parties handle personal data for the publisher of this register, where, and on what ground data "
    "leave the EEA. Every list answers for any day (as_of) and for what was known at any instant (known_at). Answers "
    "carry an ETag: ask again with If-None-Match. Verdicts are computed from recorded facts and a dated law book; they "
    "are not legal advice."
)


@cache
def document() -> dict[str, Any]:
    """The description."""
    answers = [endpoint.answer for endpoint in ENDPOINTS if endpoint.answer is not None]
    _, schemas = msgspec.json.schema_components([*answers, Problem], ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Processor register",
            "version": "1",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {endpoint.path: {"get": _operation(endpoint)} for endpoint in ENDPOINTS},
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    return {
        "operationId": endpoint.id,
        "summary": endpoint.summary,
        "description": endpoint.description,
        "parameters": [
            *(_parameter(one, "path") for one in endpoint.path_parameters),
            *(_parameter(one, "query") for one in endpoint.parameters),
        ],
        "responses": _responses(endpoint),
    }


def _parameter(parameter: Parameter, where: str) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": where,
        "description": parameter.description,
        "required": parameter.is_required,
        "schema": parameter.schema if parameter.is_required else _or_empty(parameter.schema),
    }


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """An empty parameter counts as one not given, as forms send them."""
    if set(schema) <= {"type", "maxLength"} and schema["type"] == "string":
        return schema
    return {"anyOf": [*schema.get("anyOf", [schema]), {"type": "string", "maxLength": 0}]}


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    headers = {"ETag": {"description": "Names these bytes.", "schema": {"type": "string"}}}
    if endpoint.comes_in_pages:
        link = "The next page, with rel=next (RFC 8288); absent on the last one."
        headers["Link"] = {"description": link, "schema": {"type": "string"}}
    media, schema = JSON, {"$ref": _REF.format(name=endpoint.name)}
    if endpoint.answer is None:
        media, schema = "text/csv", {"type": "string"}
    found: dict[str, Any] = {
        "200": {"description": "The answer.", "headers": headers, "content": {media: {"schema": schema}}},
        "304": {"description": "What you have is still the answer."},
    }
    if endpoint.path_parameters:
        found["308"] = {"description": "It was merged into another one: Location leads there."}
    found["404"] = _problem("There is no such thing, or the register is not set up yet.")
    found["422"] = _problem("Parameters that cannot be used, each named.")
    return found


def _problem(description: str) -> dict[str, Any]:
    content = {PROBLEM: {"schema": {"$ref": _REF.format(name=Problem.__name__)}}}
    return {"description": description, "content": content}


def text() -> bytes:
    """The description as it is kept and served."""
    return msgspec.json.format(msgspec.json.encode(document()), indent=1) + b"\n"


@get("/api/openapi.json", opt=public(ready=frozenset()))
async def openapi() -> Response[bytes]:
    """The description."""
    return Response(text(), media_type=JSON)


handlers = [openapi]

if __name__ == "__main__":
    sys.stdout.write(text().decode())
