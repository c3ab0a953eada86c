"""The list of approved processors for programs: in pages, one processor, and the whole list to download."""

from urllib.parse import quote, urlencode

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from registry.answers.filters import read_filters
from registry.answers.processor import Moved, processor
from registry.answers.processors import all_rows, by_vendor, list_page, nothing_recorded
from registry.api.answering import json_answer
from registry.api.parameters import FILTERS, PAGING, TIMES, AnyRequest, asked, limit_of, names, point_of
from registry.api.schemas.processors import processor_detail, processor_list
from registry.api.tables import csv_text
from registry.http.context import context_of
from registry.http.guards import public
from registry.http.pagination import decode_cursor, encode_cursor, next_link

PATH = "/api/v1/processors"
LIST = (*TIMES, *FILTERS, *PAGING)
DOWNLOAD = (*TIMES, *FILTERS)


@get(PATH, opt=public(ready=names(LIST)))
async def list_processors(request: AnyRequest) -> Response[bytes]:
    """The approved processors as of a day, a page of them by slug."""
    query = asked(request, LIST)
    point = await point_of(request, query)
    filters, limit = read_filters(query, point), limit_of(query)
    position = decode_cursor(query.get("cursor"), (str,))
    found = await list_page(point, filters, after=str(position[0]) if position else "", limit=limit)
    cursor = encode_cursor(found.next_slug) if found.next_slug else None
    body = processor_list(point, found.vendors, nothing_recorded=found.nothing_recorded)
    return json_answer(body, headers=next_link(context_of(request).base_url, PATH, query, cursor))


@get(f"{PATH}/{{slug:str}}", opt=public(ready=names(TIMES)))
async def get_processor(request: AnyRequest, slug: FromPath[str]) -> Response[bytes] | Redirect:
    """One processor as of a day, with the reasons of its verdicts and its history."""
    query = asked(request, TIMES)
    point = await point_of(request, query)
    found = await processor(slug, point)
    if isinstance(found, Moved):
        target = f"{PATH}/{quote(found.slug)}"
        return Redirect(f"{target}?{urlencode(query)}" if query else target, status_code=308)
    return json_answer(processor_detail(found, point))


@get("/processors.json", opt=public(ready=names(DOWNLOAD)))
async def download_json(request: AnyRequest) -> Response[bytes]:
    """The whole list as JSON."""
    query = asked(request, DOWNLOAD)
    point = await point_of(request, query)
    rows = await all_rows(point, read_filters(query, point))
    vendors = by_vendor(rows, sorted({row.slug for row in rows}))
    return json_answer(processor_list(point, vendors, nothing_recorded=await nothing_recorded(point)))


@get("/processors.csv", opt=public(ready=names(DOWNLOAD)))
async def download_csv(request: AnyRequest) -> Response[bytes]:
    """The whole list as a table, a line for each engagement."""
    query = asked(request, DOWNLOAD)
    point = await point_of(request, query)
    text = csv_text(await all_rows(point, read_filters(query, point)))
    name = f"processors-{point.as_of.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), media_type="text/csv; header=present", headers=headers)


handlers = [list_processors, get_processor, download_json, download_csv]
