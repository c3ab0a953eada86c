"""May we use X for Y? The answer for programs."""

from litestar import Response, get

from registry.answers.checks import check
from registry.api.answering import json_answer
from registry.api.parameters import CHECK, TIMES, AnyRequest, asked, names, point_of
from registry.api.schemas.checks import check_answer
from registry.http.guards import public

PATH = "/api/v1/checks"
CHECKS = (*CHECK, *TIMES)


@get(PATH, opt=public(ready=names(CHECKS)))
async def get_check(request: AnyRequest) -> Response[bytes]:
    """Whether a vendor, by any of its names, may be used for a service, with ordered reasons."""
    query = asked(request, CHECKS)
    point = await point_of(request, query)
    return json_answer(check_answer(await check(query["vendor"], point, service=query.get("service"))))


handlers = [get_check]
