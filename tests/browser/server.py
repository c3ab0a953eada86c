"""Serve a filled register on loopback for the browser: `python -m tests.browser.server DATABASE_FILE`.

Prints one line of JSON: the address, and the ids of changes by state.
"""

import asyncio
import json
import socket
import sys

import uvicorn

from registry.app import create_app
from registry.http.context import AppContext
from registry.reference.law_book import load_law_book
from registry.services.adopt_law_book import adopt_law_book
from registry.services.set_password import set_password
from registry.services.use_sign_in_link import use_sign_in_link
from registry.storage.database import DatabaseFreshness, open_engine, use
from registry.storage.migrations.runner import migrate
from tests.http.apps import NOON, StoppedClock
from tests.web.story import LONG_AGO, fill, people

PASSWORD = "correct horse battery staple"


async def serve(path: str) -> None:
    engine = use(open_engine(f"sqlite:///{path}"))
    await migrate()
    law = load_law_book()
    await adopt_law_book(law=law, now=LONG_AGO)
    who = await people()
    changes = await fill(who)
    for token in who.tokens.values():
        session = await use_sign_in_link(token=token, now=NOON, old_token=None)
        await set_password(session=session, old="", password=PASSWORD, repeated=PASSWORD, now=NOON)
    listening = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    context = AppContext(
        clock=StoppedClock(), law=law, base_url=base, time_zone="Europe/Amsterdam", freshness=DatabaseFreshness()
    )
    ids = {name: change.id for name, change in changes.items()}
    engagement = changes["effective"].engagement_id
    print(json.dumps({"base": base, "changes": ids, "engagement": engagement}), flush=True)  # noqa: T201 - read by the tests
    config = uvicorn.Config(create_app(context).asgi, log_level="warning", access_log=False, server_header=False)
    await uvicorn.Server(config).serve(sockets=[listening])
    await engine.close()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
