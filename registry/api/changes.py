"""What was published about the list, for programs."""

from litestar import Response, get

from registry.answers.changes import changes_before, read_change_filters
from registry.api.answering import json_answer
from registry.api.parameters import CHANGE_FILTERS, PAGING, TIMES, AnyRequest, asked, limit_of, names, point_of
from registry.api.schemas.changes import change_list
from registry.http.context import context_of
from registry.http.guards import public
from registry.http.pagination import decode_cursor, encode_cursor, next_link

PATH = "/api/v1/changes"
LIST = (*TIMES, *CHANGE_FILTERS, *PAGING)


@get(PATH, opt=public(ready=names(LIST)))
async def list_changes(request: AnyRequest) -> Response[bytes]:
    """Everything that was told about the list, newest first, a page of it."""
    query = asked(request, LIST)
    point = await point_of(request, query)
    filters, limit = read_change_filters(query, point), limit_of(query)
    position = decode_cursor(query.get("cursor"), (int,))
    before = int(position[0]) if position else None
    entries, following = await changes_before(point, filters, before=before, limit=limit)
    cursor = encode_cursor(following) if following is not None else None
    headers = next_link(context_of(request).base_url, PATH, query, cursor)
    return json_answer(change_list(point, entries), headers=headers)


handlers = [list_changes]
