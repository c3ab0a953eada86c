"""Every page with its sample context."""

from typing import Any

from tests.wording import samples as s

PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "list": ("processors/list.html", {"site": s.SITE, "page": s.list_page()}),
    "list-empty": ("processors/list.html", {"site": s.SITE, "page": s.EMPTY_LIST}),
}
