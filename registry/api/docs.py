"""The API's documentation as a page: every address with its parameters, a form to try it, and what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get

from registry.api.endpoints import ENDPOINTS, Endpoint
from registry.api.openapi import document
from registry.api.parameters import Parameter
from registry.http.guards import public
from registry.http.site import site_view
from registry.wording.templates import render

_REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeText:
    """A type in words; `schema` names the answer's part to read about it, if it is one."""

    words: str
    schema: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterView:
    """One parameter as the page shows it; `choices` are the values it takes, if they are few."""

    name: str
    description: str
    type: TypeText
    choices: tuple[str, ...]
    is_required: bool
    in_path: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointView:
    """One address as the page shows it."""

    id: str
    path: str
    summary: str
    description: str
    parameters: tuple[ParameterView, ...]
    answer: str
    example: str
    may_be_tried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One field of an answer."""

    name: str
    type: TypeText
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaView:
    """One part of an answer."""

    name: str
    description: str
    fields: tuple[FieldView, ...]


@get("/api/docs", opt=public(ready=frozenset()))
async def docs(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The page."""
    text = render(
        "api/docs.html",
        site=await site_view(request),
        about=document()["info"]["description"],
        endpoints=tuple(map(_endpoint, ENDPOINTS)),
        schemas=tuple(_schemas(document()["components"]["schemas"])),
    )
    return Response(text.encode(), media_type="text/html")


def _endpoint(endpoint: Endpoint) -> EndpointView:
    return EndpointView(
        id=endpoint.id,
        path=endpoint.path,
        summary=endpoint.summary,
        description=endpoint.description,
        parameters=(
            *(_parameter(one, in_path=True) for one in endpoint.path_parameters),
            *(_parameter(one, in_path=False) for one in endpoint.parameters),
        ),
        answer=endpoint.name,
        example=f"{endpoint.path}?{endpoint.example}" if endpoint.example else endpoint.path,
        may_be_tried=not endpoint.path_parameters,
    )


def _parameter(parameter: Parameter, *, in_path: bool) -> ParameterView:
    return ParameterView(
        name=parameter.name,
        description=parameter.description,
        type=type_text(parameter.schema),
        choices=tuple(parameter.schema.get("enum", ())),
        is_required=parameter.is_required,
        in_path=in_path,
    )


def _schemas(schemas: dict[str, dict[str, Any]]) -> Iterable[SchemaView]:
    for name, schema in schemas.items():
        if "properties" in schema:
            fields = tuple(_field(field, of, schemas) for field, of in schema["properties"].items())
            yield SchemaView(name=name, description=schema.get("description", ""), fields=fields)


def _field(name: str, of: dict[str, Any], schemas: dict[str, dict[str, Any]]) -> FieldView:
    """A field whose type is a list of words shows them in place."""
    found = type_text(of)
    enum = schemas.get(found.schema, {}).get("enum", ())
    if enum:
        words = found.words.replace(found.schema, "string")
        found = TypeText(words=words, schema="")
    return FieldView(name=name, type=found, choices=tuple(enum))


def type_text(schema: dict[str, Any]) -> TypeText:
    """A JSON schema's type in words: date or null, list of Engagement."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REF)
        return TypeText(words=name, schema=name)
    if "anyOf" in schema:
        found = [type_text(one) for one in schema["anyOf"]]
        named = next((one.schema for one in found if one.schema), "")
        return TypeText(words=" or ".join(one.words for one in found), schema=named)
    if schema.get("type") == "array":
        of = type_text(schema.get("items", {}))
        return TypeText(words=f"list of {of.words}", schema=of.schema)
    return TypeText(words=str(schema.get("format") or schema.get("type") or "any value"), schema="")


handlers = [docs]
