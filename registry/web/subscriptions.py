"""Asking to be told by mail, confirming it, ending it, and seeing what is held: public, without a cookie."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from registry.answers.publisher import load_site
from registry.answers.subscriptions import PER_PAGE, Held, SubscriptionLine, list_subscriptions, service_names
from registry.domain.errors import InvalidInput, TooManyAttempts
from registry.domain.register.access import Action
from registry.domain.register.subscriptions import Filters
from registry.http.context import context_of
from registry.http.guards import public, requires
from registry.http.sessions import client_of
from registry.services.confirm_subscription import (
    Confirmation,
    ConfirmState,
    confirm_subscription,
    look_at_confirmation,
)
from registry.services.erase_subscription import erase_subscription
from registry.services.export_subscription import export_subscription
from registry.services.request_subscription import request_subscription
from registry.services.unsubscribe import LinkState, look_at_unsubscribing, unsubscribe
from registry.web.forms.base import Form, errors_of, read_form
from registry.web.page import desk_page, page, see_other
from registry.web.paging import Pages, page_number, pages
from registry.wording import deliveries as wording
from registry.wording.consent import WORDING
from registry.wording.languages import DEFAULT, LANGUAGES, say

AnyRequest = Request[Any, Any, Any]
Errors = list[tuple[str, str]]
_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
"""On every page whose address holds a token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """A subscription as the pages to confirm it show it; `services` are names."""

    email: str | None
    services: list[str]
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionPage:
    """The desk's list as its template is given it."""

    rows: Sequence[SubscriptionLine]
    total: int
    pages: Pages


@get("/subscribe", opt=public(ready={"service"}), include_in_schema=False)
async def ask_page(request: AnyRequest) -> Response[Any]:
    """The form; `service` ticks a service."""
    chosen = request.query_params.getall("service", [])
    return await _ask_page(request, Form(), chosen, [])


@post("/subscribe", opt=public(form=True), include_in_schema=False)
async def ask(request: AnyRequest) -> Response[Any]:
    """Have the mailbox asked; the answer is the same whether the address is known or not."""
    form = await read_form(request)
    names = await service_names()
    chosen = form.among("services", names, required=False)
    language = form.typed("language")
    if form.errors:
        return await _ask_page(request, form, chosen, form.shown_errors(say), status=422)
    try:
        await request_subscription(
            email=form.typed("email"),
            filters=Filters(services=chosen),
            language=language if language in LANGUAGES else DEFAULT,
            wording=WORDING,
            asked_from="/subscribe",
            client=client_of(request),
            now=context_of(request).clock.now(),
        )
    except InvalidInput as error:
        return await _ask_page(request, form, chosen, errors_of(error, say), status=422)
    except TooManyAttempts as error:
        response = await _ask_page(request, form, chosen, [("", say(error.message))], status=429)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    return see_other("/subscribe/sent")


@get("/subscribe/sent", opt=public(ready=True), include_in_schema=False)
async def sent_page(request: AnyRequest) -> Response[Any]:
    """What to do now."""
    return await page(request, "subscriptions/sent.html")


@get("/subscribe/confirm/{token:str}", opt=public(), include_in_schema=False)
async def confirm_page(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """What the link is about, with a button; looking subscribes nobody."""
    found = await look_at_confirmation(token=token, now=context_of(request).clock.now())
    if found.state is ConfirmState.WAITING:
        return await _private_page(
            request, "subscriptions/confirm.html", subscription=await _asked_for(found), action=_path(request)
        )
    if found.state is ConfirmState.CONFIRMED:
        return await _private_page(request, "subscriptions/confirmed.html", subscription=await _asked_for(found))
    return await _explained(request, found.state)


@post("/subscribe/confirm/{token:str}", opt=public(form=True), include_in_schema=False)
async def confirm(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """Confirm; the page it leads to says what became of it."""
    found = await confirm_subscription(token=token, now=context_of(request).clock.now())
    if found.state is ConfirmState.CONFIRMED:
        return see_other(_path(request), headers=_PRIVATE)
    return await _explained(request, found.state)


@get("/unsubscribe/{token:str}", opt=public(), include_in_schema=False)
async def unsubscribe_page(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """One button; looking ends nothing."""
    state = await look_at_unsubscribing(token=token)
    if state is LinkState.UNKNOWN:
        return await _explained(request, ConfirmState.UNKNOWN)
    if state is LinkState.ENDED:
        return await _ended(request, token)
    return await _private_page(
        request, "subscriptions/unsubscribe.html", action=_path(request), held=f"/subscriptions/{token}"
    )


@post("/unsubscribe/{token:str}", opt=public(), status_code=200, include_in_schema=False)
async def unsubscribe_now(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """End it at once, whoever sends the form and in whatever shape: mail programs do (RFC 8058)."""
    if not await unsubscribe(token=token, now=context_of(request).clock.now()):
        return await _explained(request, ConfirmState.UNKNOWN)
    return await _ended(request, token)


@get("/subscriptions/{token:str}", opt=public(), include_in_schema=False)
async def held_page(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """What is held, for whoever has a mail of ours."""
    found = await export_subscription(token=token, now=context_of(request).clock.now())
    if found is None:
        return await _explained(request, ConfirmState.UNKNOWN)
    return await _private_page(request, "subscriptions/held.html", held=_shown(found), action=_path(request))


@get("/subscriptions/{token:str}/export", opt=public(), include_in_schema=False)
async def held_export(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """What is held, as JSON to keep."""
    found = await export_subscription(token=token, now=context_of(request).clock.now())
    if found is None:
        return await _explained(request, ConfirmState.UNKNOWN)
    headers = {**_PRIVATE, "Content-Disposition": 'attachment; filename="subscription.json"'}
    return Response(msgspec.json.encode(_shown(found)), media_type="application/json", headers=headers)


@post("/subscriptions/{token:str}/erase", opt=public(form=True), include_in_schema=False)
async def erase(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """End the subscription and erase; the page it leads to shows what is left."""
    if not await erase_subscription(token=token, now=context_of(request).clock.now()):
        return await _explained(request, ConfirmState.UNKNOWN)
    return see_other(f"/subscriptions/{token}", headers=_PRIVATE)


@get("/manage/subscriptions", opt=requires(Action.READ_SUBSCRIPTIONS), include_in_schema=False)
async def subscriptions_page(request: AnyRequest) -> Response[Any]:
    """Who asked to be told, the newest first."""
    number = page_number(request)
    found = await list_subscriptions(page=number, now=context_of(request).clock.now())
    around = pages("/manage/subscriptions", number=number, total=found.total, per_page=PER_PAGE)
    shown = SubscriptionPage(rows=found.rows, total=found.total, pages=around)
    return await desk_page(request, "manage/subscriptions.html", page=shown)


async def _ask_page(
    request: AnyRequest, form: Form, chosen: Sequence[str], errors: Errors, *, status: int = 200
) -> Response[Any]:
    site = await load_site()
    language = form.typed("language") or DEFAULT
    shown = {
        "email": form.typed("email"),
        "services": [(service.slug, service.name, service.slug in chosen) for service in site.services],
        "languages": [(code, name, code == language) for code, name in LANGUAGES.items()],
        "errors": errors,
    }
    return await page(request, "subscriptions/ask.html", status=status, form=shown)


async def _asked_for(found: Confirmation) -> AskedFor:
    names = await service_names()
    services = [names.get(slug, slug) for slug in found.filters.services]
    return AskedFor(email=found.email, services=services, confirmed_at=found.confirmed_at)


async def _explained(request: AnyRequest, state: ConfirmState) -> Response[Any]:
    heading, explanation, status = {
        ConfirmState.EXPIRED: (
            say("This link has expired"),
            say("It worked for 7 days and nobody pressed the button. Subscribe again and you get a new one."),
            410,
        ),
        ConfirmState.ENDED: (
            say("This subscription has ended"),
            say("The link belonged to a subscription that has ended. We do not write to you because of it."),
            410,
        ),
    }.get(
        state,
        (
            say("We do not know this link"),
            say("Perhaps it was cut off on its way. Open it from the mail once more, or copy all of it."),
            404,
        ),
    )
    return await _private_page(
        request, "subscriptions/explained.html", status=status, heading=heading, explanation=explanation
    )


async def _ended(request: AnyRequest, token: str) -> Response[Any]:
    return await _private_page(request, "subscriptions/unsubscribed.html", held=f"/subscriptions/{token}")


async def _private_page(request: AnyRequest, template: str, *, status: int = 200, **context: Any) -> Response[Any]:  # noqa: ANN401 - the template's
    return await page(request, template, status=status, headers=_PRIVATE, **context)


def _shown(found: Held) -> dict[str, Any]:
    """What is held, said for page and file alike."""
    language = LANGUAGES.get(found.language, found.language)
    consents = [replace(one, language=LANGUAGES.get(one.language, one.language)) for one in found.consents]
    deliveries = [
        {
            "title": wording.title(line.kind, line.text),
            "created_at": line.created_at,
            "state": wording.state_word(line.state, attempts=line.attempts),
            "answered_at": line.answered_at,
        }
        for line in found.deliveries
    ]
    facts = asdict(replace(found, deliveries=()))
    return {**facts, "language": language, "consents": consents, "deliveries": deliveries}


def _path(request: AnyRequest) -> str:
    return str(request.scope["path"])


handlers = [
    ask_page, ask, sent_page, confirm_page, confirm, unsubscribe_page, unsubscribe_now, held_page, held_export, erase,
    subscriptions_page,
]  # fmt: skip
