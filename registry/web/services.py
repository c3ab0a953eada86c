"""The public table of services and the personal data each involves."""

from typing import Any

from litestar import Request, Response, get

from registry.answers.services import services
from registry.http.guards import public
from registry.http.site import alternate_links
from registry.web.page import page
from registry.web.standpoint import ASKED, point_of


@get("/services", opt=public(ready=ASKED), include_in_schema=False)
async def services_page(request: Request[Any, Any, Any]) -> Response[Any]:
    """Every service with its data and how many processors handle them."""
    found = await services(await point_of(request))
    return await page(request, "services/list.html", services=found, headers=alternate_links())


handlers = [services_page]
