"""Every route states who may use it, and keeps to it: nobody's, and each of the cast's wrong turns are refused."""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from registry.app import handlers
from registry.domain.register.access import Action, Role
from registry.http.csrf import csrf_token
from registry.http.guards import PUBLIC, SIGNED_IN
from registry.services.add_user import add_user
from registry.web.error_pages import error_page
from tests.cast import ERIN, PEOPLE, Person
from tests.http.apps import NOON, Floor, make_floor

COOKIE = "registry_session"
SAFE = {"GET", "HEAD"}
STAND_IN = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000", "str": "unknown", "path": "unknown"}


@dataclass(frozen=True, slots=True)
class Way:
    """One method of one route, with what it says of itself."""

    method: str
    path: str
    access: object
    is_form: bool

    @property
    def address(self) -> str:
        return re.sub(r"\{\w+:(\w+)\}", lambda match: STAND_IN[match[1]], self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def ways() -> Iterator[Way]:
    for route in Litestar(route_handlers=handlers(), openapi_config=None).routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in sorted(set(handler.http_methods) - {"OPTIONS"}):
                    opt = handler.opt
                    yield Way(method, route.path, opt.get("access"), bool(opt.get("form")))


WAYS = list(ways())


def test_every_route_states_who_may_use_it() -> None:
    known = {PUBLIC, SIGNED_IN, *Action}
    assert [str(way) for way in WAYS if way.access not in known] == []


def test_the_desk_is_not_public() -> None:
    open_doors = {way.path for way in WAYS if way.access == PUBLIC and way.path.startswith("/manage")}
    assert all(path.startswith("/manage/sign-in") for path in open_doors)
    assert {way.path for way in WAYS if way.access != PUBLIC and not way.path.startswith("/manage")} == set()


def test_public_forms_say_that_they_come_from_a_page_of_ours() -> None:
    mail_programs = {way.path for way in WAYS if way.access == PUBLIC and way.method not in SAFE and not way.is_form}
    assert all(path.startswith("/unsubscribe/") for path in mail_programs)


@pytest.fixture
async def floor(database: object) -> Floor:
    return make_floor(handlers(), page=error_page)


@pytest.fixture
async def client(floor: Floor) -> AsyncIterator[httpx.AsyncClient]:
    async with floor.client() as client:
        yield client


async def test_nobody_is_sent_to_sign_in(client: httpx.AsyncClient) -> None:
    for way in WAYS:
        if way.access != PUBLIC:
            answer = await client.request(way.method, way.address, headers={"Accept": "text/html"})
            assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/manage/sign-in"), way


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name.partition(" ")[0])
async def test_each_of_the_cast_is_refused_what_is_not_theirs(client: httpx.AsyncClient, person: Person) -> None:
    await _sign_in(client, person)
    form = {"_csrf_token": csrf_token(client.cookies[COOKIE])}
    for way in WAYS:
        if isinstance(way.access, Action) and not person.actor.may(way.access):
            data = None if way.method in SAFE else form
            answer = await client.request(way.method, way.address, data=data, headers={"Accept": "text/html"})
            assert answer.status_code == 403, way


@pytest.mark.parametrize("role", Role)
async def test_no_unsafe_route_takes_a_form_without_its_token(client: httpx.AsyncClient, role: Role) -> None:
    person = Person(name="Somebody", email="somebody@starling.example", roles=frozenset({role}), id=ERIN.id)
    await _sign_in(client, person)
    for way in WAYS:
        if way.access != PUBLIC and way.method not in SAFE:
            answer = await client.request(way.method, way.address, headers={"Accept": "text/html"})
            assert answer.status_code == 403, way


async def _sign_in(client: httpx.AsyncClient, person: Person) -> None:
    added = await add_user(actor=ERIN.actor, email=person.email, name=person.name, roles=person.roles, now=NOON)
    assert (await client.post(f"/manage/sign-in/{added.link_token}")).status_code == 303
