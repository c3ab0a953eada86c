"""The API under every request its description allows, and many that it does not (schemathesis, all checks)."""

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, settings

from registry.api.openapi import document
from registry.storage.database import open_engine, use
from tests.answers.register import NOON, USA, add_vendor, amend, engage, listed, set_up
from tests.api.conftest import make_api

pytestmark = pytest.mark.slow


@dataclass
class Served:
    """A server in a thread of its own, on a register of its own."""

    path: Path
    listener: socket.socket

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def run(self, started: threading.Event, ending: threading.Event) -> None:
        asyncio.run(self._serve(started, ending))

    async def _serve(self, started: threading.Event, ending: threading.Event) -> None:
        engine = use(open_engine(f"sqlite:///{self.path}"))
        await _fill()
        server = uvicorn.Server(uvicorn.Config(make_api().asgi, log_level="error", lifespan="off"))
        task = asyncio.create_task(server.serve(sockets=[self.listener]))
        started.set()
        await asyncio.to_thread(ending.wait)
        server.should_exit = True
        await task
        await engine.close()


async def _fill() -> None:
    await set_up()
    engagement = await listed("AWS", locations=(USA,), mechanisms=({"mechanism": "dpf"},), at=NOON - timedelta(days=9))
    await amend(engagement, on=NOON.date(), at=NOON, services=("*",), purpose="Hosts servers")
    await engage(await add_vendor("Sahyadri Support", other_names=("Sahyadri",)), "Sahyadri", locations=())


@pytest.fixture(scope="module")
def api(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("api") / "registry.db"
    shutil.copy(sqlite_template, path)
    listener = socket.create_server(("127.0.0.1", 0))
    served = Served(path=path, listener=listener)
    started, ending = threading.Event(), threading.Event()
    thread = threading.Thread(target=served.run, args=(started, ending))
    thread.start()
    assert started.wait(20)
    yield served.address
    ending.set()
    thread.join(20)


SCHEMA = schemathesis.openapi.from_dict(document())
# A slug, a service or a cursor that fits the description may still be none of ours: refused, with its name.
SCHEMA.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "404", "422"]


@SCHEMA.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_every_request_is_answered_as_described(api: str, case: Any) -> None:
    case.call_and_validate(base_url=api, timeout=20)
