"""The door: `registry COMMAND`."""

import click

from registry.cli.check import check
from registry.cli.demo import demo
from registry.cli.due import due
from registry.cli.importing import import_
from registry.cli.interpret import interpret
from registry.cli.migrate import migrate_
from registry.cli.replay import replay
from registry.cli.serve import serve
from registry.cli.setup import setup
from registry.cli.users import users
from registry.cli.vendors import merge, split
from registry.cli.verify import verify
from registry.cli.verify_audit import verify_audit
from registry.cli.worker import worker


@click.group()
def main() -> None:
    """The register of approved processors."""


COMMANDS = (
    serve, worker, migrate_, setup, demo, import_, replay, interpret, check, due, verify, verify_audit, merge, split,
    users,
)  # fmt: skip
for command in COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
