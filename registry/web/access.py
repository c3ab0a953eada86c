"""Signing in and out, one's password, and who may sign in."""

from collections.abc import Collection
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from registry.domain.errors import Conflict, InvalidInput, NotFound, TooManyAttempts
from registry.domain.register.access import Action, Role
from registry.domain.register.sign_in import MAX_EMAIL
from registry.http.context import context_of
from registry.http.guards import public, requires, signed_in
from registry.http.sessions import (
    client_of,
    current_actor,
    current_session,
    no_cookie,
    session_cookie,
    session_of,
    session_token,
)
from registry.services.add_user import add_user
from registry.services.change_user_roles import change_user_roles
from registry.services.issue_sign_in_link import issue_sign_in_link
from registry.services.set_password import may_skip_old, set_password
from registry.services.sign_in import sign_in
from registry.services.sign_out import sign_out
from registry.services.use_sign_in_link import LinkState, look_at_link, use_sign_in_link
from registry.storage.queries.access import UserView, list_users, user_detail
from registry.web.forms.base import Form, errors_of, read_form
from registry.web.page import desk_page, page, safe_next, see_other
from registry.wording.labels import USER_ROLES
from registry.wording.languages import say

AnyRequest = Request[Any, Any, Any]
Errors = list[tuple[str, str]]


@get("/manage/sign-in", opt=public())
async def sign_in_page(request: AnyRequest) -> Response[Any]:
    """The form to sign in; who is signed in already goes on."""
    target = safe_next(request.query_params.get("next"))
    if await session_of(request) is not None:
        return see_other(target)
    return await _sign_in_page(request, Form(), target, [])


@post("/manage/sign-in", opt=public(form=True))
async def sign_in_by_password(request: AnyRequest) -> Response[Any]:
    """Sign in by address and password."""
    form = await read_form(request)
    target = safe_next(form.typed("next"))
    email, password = form.text("email", most=MAX_EMAIL), form.secret("password")
    if form.errors:
        return await _sign_in_page(request, form, target, form.shown_errors(say), status=422)
    now = context_of(request).clock.now()
    try:
        session = await sign_in(
            email=email, password=password, address=client_of(request), now=now, old_token=session_token(request)
        )
    except InvalidInput as error:
        return await _sign_in_page(request, form, target, errors_of(error, say), status=422)
    except TooManyAttempts as error:
        shown = [("", say(error.message))]
        response = await _sign_in_page(request, form, target, shown, status=429)
        response.headers["Retry-After"] = str(error.retry_after)
        return response
    return see_other(target, cookies=[session_cookie(session, context_of(request))])


@get("/manage/sign-in/{token:str}", opt=public())
async def link_page(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """What the one-time link is worth, with a button; looking uses nothing up."""
    state = await look_at_link(token=token, now=context_of(request).clock.now())
    status = 200 if state is LinkState.GOOD else 404 if state is LinkState.UNKNOWN else 410
    return await page(request, "access/link.html", status=status, state=state.value, token=token)


@post("/manage/sign-in/{token:str}", opt=public(form=True))
async def sign_in_by_link(request: AnyRequest, token: FromPath[str]) -> Response[Any]:
    """Sign in by the one-time link, once."""
    context = context_of(request)
    now = context.clock.now()
    state = await look_at_link(token=token, now=now)
    if state is not LinkState.GOOD:
        status = 404 if state is LinkState.UNKNOWN else 410
        return await page(request, "access/link.html", status=status, state=state.value, token=token)
    session = await use_sign_in_link(token=token, now=now, old_token=session_token(request))
    target = "/manage" if session.has_password else "/manage/password"
    return see_other(target, cookies=[session_cookie(session, context)])


@post("/manage/sign-out", opt=signed_in())
async def sign_out_now(request: AnyRequest) -> Response[Any]:
    """End the session."""
    context = context_of(request)
    await sign_out(token=current_session(request).token, now=context.clock.now())
    return see_other("/manage/sign-in", cookies=[no_cookie(context)])


@get("/manage/password", opt=signed_in())
async def password_page(request: AnyRequest) -> Response[Any]:
    """The form for one's own password."""
    return await _password_page(request, [])


@post("/manage/password", opt=signed_in())
async def password_set(request: AnyRequest) -> Response[Any]:
    """Set one's own password; other sessions end."""
    form, context = await read_form(request), context_of(request)
    try:
        session = await set_password(
            session=current_session(request),
            old=form.typed("old"),
            password=form.typed("password"),
            repeated=form.typed("repeated"),
            now=context.clock.now(),
        )
    except InvalidInput as error:
        return await _password_page(request, errors_of(error, say), status=422)
    return see_other("/manage", cookies=[session_cookie(session, context)])


@get("/manage/users", opt=requires(Action.MANAGE_USERS))
async def users_page(request: AnyRequest) -> Response[Any]:
    """Who may sign in, and the form to add somebody."""
    return await _users_page(request, Form(), [])


@post("/manage/users", opt=requires(Action.MANAGE_USERS))
async def user_add(request: AnyRequest) -> Response[Any]:
    """Add somebody; the one-time link is shown on the answer, this once."""
    form, context = await read_form(request), context_of(request)
    email, name = form.text("email", most=MAX_EMAIL), form.text("name", required=False, most=MAX_EMAIL)
    roles = form.choices("roles", Role)
    if form.errors:
        return await _users_page(request, form, form.shown_errors(say), status=422)
    try:
        added = await add_user(
            actor=current_actor(request), email=email, name=name, roles=roles, now=context.clock.now()
        )
    except InvalidInput as error:
        return await _users_page(request, form, errors_of(error, say), status=422)
    except Conflict as error:
        return await _users_page(request, form, [("email", say(error.message))], status=422)
    return await _issued(request, added.user_id, added.link_token)


@get("/manage/users/{user_id:str}", opt=requires(Action.MANAGE_USERS))
async def user_page(request: AnyRequest, user_id: FromPath[str]) -> Response[Any]:
    """One user's roles."""
    return await _user_page(request, await _found(user_id), [])


@post("/manage/users/{user_id:str}", opt=requires(Action.MANAGE_USERS))
async def user_change(request: AnyRequest, user_id: FromPath[str]) -> Response[Any]:
    """Save roles and whether the user may sign in."""
    form = await read_form(request)
    active = form.ticked("is_active")
    roles = form.choices("roles", Role, required=active)
    version = form.number("version", least=1)
    if form.errors or version is None:
        return await _user_page(request, await _found(user_id), form.shown_errors(say), status=422)
    await change_user_roles(
        actor=current_actor(request),
        user_id=user_id,
        roles=roles,
        is_active=active,
        version=version,
        now=context_of(request).clock.now(),
    )
    return see_other("/manage/users")


@post("/manage/users/{user_id:str}/link", opt=requires(Action.MANAGE_USERS))
async def user_link(request: AnyRequest, user_id: FromPath[str]) -> Response[Any]:
    """A new one-time link, shown this once; the earlier ones end."""
    now = context_of(request).clock.now()
    token = await issue_sign_in_link(actor=current_actor(request), user_id=user_id, now=now)
    return await _issued(request, user_id, token)


async def _sign_in_page(
    request: AnyRequest, form: Form, target: str, errors: Errors, *, status: int = 200
) -> Response[Any]:
    shown = {"email": form.typed("email"), "errors": errors, "next": target}
    return await page(request, "access/sign_in.html", status=status, form=shown)


async def _password_page(request: AnyRequest, errors: Errors, *, status: int = 200) -> Response[Any]:
    session = current_session(request)
    needs_old = not may_skip_old(session, context_of(request).clock.now())
    shown = {"errors": errors}
    return await desk_page(
        request, "access/password.html", status=status, form=shown, needs_old=needs_old, email=session.email
    )


async def _users_page(request: AnyRequest, form: Form, errors: Errors, *, status: int = 200) -> Response[Any]:
    shown = {
        "email": form.typed("email"),
        "name": form.typed("name"),
        "roles": _role_options(form.values.get("roles", ())),
        "errors": errors,
    }
    return await desk_page(request, "access/users.html", status=status, users=await list_users(), form=shown)


async def _user_page(request: AnyRequest, user: UserView, errors: Errors, *, status: int = 200) -> Response[Any]:
    shown = {"roles": _role_options(user.roles), "errors": errors}
    return await desk_page(request, "access/user.html", status=status, user=user, form=shown)


async def _issued(request: AnyRequest, user_id: str, token: str) -> Response[Any]:
    link = f"{context_of(request).base_url}/manage/sign-in/{token}"
    return await desk_page(request, "access/issued.html", user=await _found(user_id), link=link)


async def _found(user_id: str) -> UserView:
    user = await user_detail(user_id)
    if user is None:
        msg = "There is no such user."
        raise NotFound(msg)
    return user


def _role_options(chosen: Collection[str]) -> list[tuple[str, str, bool]]:
    return [(role.value, say(USER_ROLES[role.value]), role.value in chosen) for role in Role]


handlers = [
    sign_in_page, sign_in_by_password, link_page, sign_in_by_link, sign_out_now, password_page, password_set,
    users_page, user_add, user_page, user_change, user_link,
]  # fmt: skip
