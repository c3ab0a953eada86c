"""The whole application over a filled register on either engine, and people of the cast signed in."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from registry.app import Application, create_app
from registry.domain.register.changes import Change
from registry.http.context import AppContext, FixedFreshness
from registry.reference.law_book import load_law_book
from registry.storage.database import open_engine, use
from tests.conftest import named, statement_on
from tests.http.apps import StoppedClock
from tests.web.story import People, Story, fill, people

LAW = load_law_book()
BASE = "http://register.test"
_numbers = count()


@dataclass
class House:
    """The application with its people, its changes by state, and what a test moves."""

    application: Application
    people: People
    changes: dict[str, Change]
    clock: StoppedClock
    freshness: FixedFreshness = field(default_factory=FixedFreshness)

    @property
    def story(self) -> Story:
        return Story(alice=self.people.alice, bob=self.people.bob, now=self.clock.at)

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator["Visitor"]:
        """Somebody with a browser of their own."""
        transport = httpx.ASGITransport(app=self.application.asgi)  # type: ignore[arg-type] # litestar's own types
        headers = {"Accept": "text/html"}
        async with (
            self.application.litestar.lifespan(),
            httpx.AsyncClient(transport=transport, base_url=BASE, headers=headers) as client,
        ):
            yield Visitor(client)

    @asynccontextmanager
    async def desk(self, name: str) -> AsyncIterator["Visitor"]:
        """Somebody of the cast, signed in."""
        async with self.visitor() as visitor:
            answer = await visitor.client.post(f"/manage/sign-in/{self.people.tokens[name]}")
            assert answer.status_code == 303
            yield visitor


@dataclass
class Visitor:
    """A browser without script: it reads pages and sends the forms that stand on them."""

    client: httpx.AsyncClient

    async def get(self, path: str, status: int = 200) -> str:
        answer = await self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.text

    async def post(self, path: str, *, page: str = "/manage", **fields: Any) -> httpx.Response:
        """Send fields to the path with the token of a page."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', await self.get(page))
        assert token is not None
        return await self.client.post(path, data={"csrf_token": token[1], **fields})

    async def follow(self, answer: httpx.Response) -> str:
        """The page that a taken form leads to."""
        assert answer.status_code == 303, answer.text[:2000]
        return await self.get(answer.headers["location"])


@dataclass(frozen=True)
class Filled:
    """A filled database to copy: a path on SQLite, a name on PostgreSQL."""

    place: str
    people: People
    changes: dict[str, Change]


async def _filled(url: str, place: str) -> Filled:
    engine = use(open_engine(url))
    who = await people()
    changes = await fill(who)
    await engine.close()
    return Filled(place, who, changes)


@pytest.fixture(scope="session")
def filled_sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    path = tmp_path_factory.mktemp("filled") / "filled.db"
    shutil.copy(sqlite_template, path)
    return asyncio.run(_filled(f"sqlite:///{path}", str(path)))


@pytest.fixture(scope="session")
def filled_postgres(postgres_template: str, postgres_url: str) -> Iterator[Filled]:
    name = f"filled_{postgres_template}"
    asyncio.run(statement_on(postgres_url, f"CREATE DATABASE {name} TEMPLATE {postgres_template}"))
    yield asyncio.run(_filled(named(postgres_url, name), name))
    asyncio.run(statement_on(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgres"])
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, Filled]]:
    """A copy of the filled database for this test alone, on either engine."""
    filled: Filled = request.getfixturevalue(f"filled_{request.param}")
    if request.param == "sqlite":
        path = tmp_path / "registry.db"
        shutil.copy(filled.place, path)
        yield f"sqlite:///{path}", filled
        return
    server, name = request.getfixturevalue("postgres_url"), f"{filled.place}_{next(_numbers)}"
    asyncio.run(statement_on(server, f"CREATE DATABASE {name} TEMPLATE {filled.place}"))
    yield named(server, name), filled
    asyncio.run(statement_on(server, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
async def house(copied: tuple[str, Filled]) -> AsyncIterator[House]:
    url, filled = copied
    engine = use(open_engine(url))
    clock, freshness = StoppedClock(), FixedFreshness()
    context = AppContext(clock=clock, law=LAW, base_url=BASE, time_zone="Europe/Amsterdam", freshness=freshness)
    application = create_app(context)
    yield House(application=application, people=filled.people, changes=filled.changes, clock=clock, freshness=freshness)
    await engine.close()
