"""The addresses of the feeds: ordinary handlers whose answers are kept as ready bytes."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from feeds.channels import Channel, Format, channel
from feeds.render import RENDERERS
from registry.answers import publications
from registry.answers.publications import Subject
from registry.answers.publisher import load_site
from registry.domain.errors import NotFound
from registry.http.conditional import http_date
from registry.http.context import context_of
from registry.http.guards import public

Asked = Request[Any, Any, Any]
_CACHE = "public, max-age=300"
_DIGITS = 9


@get([f"/feeds/changes.{form.value}" for form in Format], opt=public(ready=True), include_in_schema=False)
async def changes(request: Asked) -> Response[bytes]:
    """Everything that is published."""
    return await _answer(request, publications.all_changes(), request.scope["path"].rpartition("/")[2])


@get("/feeds/changes/archive/{file:str}", opt=public(ready=True), include_in_schema=False)
async def changes_archive(request: Asked, file: FromPath[str]) -> Response[bytes]:
    """A page of the archive of everything."""
    return await _answer(request, publications.all_changes(), file, is_archive=True)


@get("/feeds/services/{file:str}", opt=public(ready=True), include_in_schema=False)
async def service(request: Asked, file: FromPath[str]) -> Response[bytes]:
    """What concerns a service."""
    slug = file.rpartition(".")[0]
    return await _answer(request, publications.of_service(slug, await load_site()), file)


@get("/feeds/services/{slug:str}/archive/{file:str}", opt=public(ready=True), include_in_schema=False)
async def service_archive(request: Asked, slug: FromPath[str], file: FromPath[str]) -> Response[bytes]:
    """A page of the archive of a service."""
    return await _answer(request, publications.of_service(slug, await load_site()), file, is_archive=True)


@get("/feeds/processors/{file:str}", opt=public(ready=True), include_in_schema=False)
async def processor(request: Asked, file: FromPath[str]) -> Response[bytes] | Redirect:
    """What concerns a processor; one that was merged leads to the feed of the other."""
    slug, _, ending = file.rpartition(".")
    subject = await publications.of_vendor(slug)
    if subject.moved_to:
        target = f"/feeds/{subject.moved_to}.{_format(ending).value}"
        return Redirect(target, status_code=308, headers={"Cache-Control": _CACHE})
    return await _answer(request, subject, file)


@get("/feeds/processors/{slug:str}/archive/{file:str}", opt=public(ready=True), include_in_schema=False)
async def processor_archive(request: Asked, slug: FromPath[str], file: FromPath[str]) -> Response[bytes]:
    """A page of the archive of a processor; it stays where it is when the processor is merged."""
    return await _answer(request, await publications.of_vendor(slug), file, is_archive=True)


handlers = [changes, changes_archive, service, service_archive, processor, processor_archive]


async def _answer(request: Asked, subject: Subject, file: str, *, is_archive: bool = False) -> Response[bytes]:
    """The bytes with their dates. Ready bytes add the tag, gzip, HEAD and 304."""
    name, _, ending = file.rpartition(".")
    form = _format(ending)
    site = await load_site()
    page = await (publications.archive(subject, _number(name)) if is_archive else publications.newest(subject))
    found = channel(page, subject, site, base_url=context_of(request).base_url, form=form)
    parameters = "" if form is Format.JSON else "; charset=utf-8"
    return Response(
        RENDERERS[form](found),
        media_type=f"{form.media_type}{parameters}",
        headers={"Last-Modified": http_date(page.changed_at), "Cache-Control": _CACHE, "Link": _links(found, form)},
    )


def _links(found: Channel, form: Format) -> str:
    """The feed's own address and its page for people (RFC 8288)."""
    own = f'<{found.self_url}>; rel="self"; type="{form.media_type}"'
    return f'{own}, <{found.home_url}>; rel="alternate"; type="text/html"'


def _format(ending: str) -> Format:
    try:
        return Format(ending)
    except ValueError:
        msg = "Feeds end in .rss, .atom or .json."
        raise NotFound(msg) from None


def _number(name: str) -> int:
    """The page's number; 0, which no archive has, for anything else."""
    plain = name.isascii() and name.isdecimal() and not name.startswith("0") and len(name) <= _DIGITS
    return int(name) if plain else 0
