"""The cast of the tests: who may do what, and who may do nothing."""

from dataclasses import dataclass

from registry.domain.register.access import Actor, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of Starling Messaging who may sign in."""

    name: str
    email: str
    roles: frozenset[Role]
    id: str

    @property
    def actor(self) -> Actor:
        return Actor(id=f"user:{self.id}", roles=self.roles)


def _person(number: int, name: str, role: Role) -> Person:
    return Person(
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@starling.example",
        roles=frozenset({role}),
        id=f"00000000-0000-4000-8000-{number:012d}",
    )


ALICE = _person(1, "Alice Jansen", Role.VENDOR_MANAGER)
BOB = _person(2, "Bob de Vries", Role.APPROVER)
PETRA = _person(3, "Petra Smit", Role.PRIVACY_REVIEWER)
DANA = _person(4, "Dana Visser", Role.AUDITOR)
ERIN = _person(5, "Erin Bakker", Role.ADMIN)
PEOPLE = (ALICE, BOB, PETRA, DANA, ERIN)
CHARLIE = "charlie@customer.example"
"""A customer who reads and subscribes; not a user."""
NOBODY = Actor(id="user:00000000-0000-4000-8000-000000000000")
"""Signed in, but without any role."""
COMMAND = Actor(id="cli:erin@host", is_command=True)
