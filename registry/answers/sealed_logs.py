"""Whether the append-only logs still say what the audit sealed."""

from registry.storage.queries import sealed_logs as queries


async def check_sealed_logs() -> list[str]:
    """What is wrong with the deliveries' log, a sentence each; empty where every seal holds.

    Seals are entries of the audit: its own check says whether they stand.
    """
    problems: list[str] = []
    reached = 0
    for number, seal in await queries.seals():
        if seal is None:
            problems.append(f"Audit entry {number} is a seal of the deliveries' log that cannot be read.")
            continue
        if seal.after != reached:
            begin = seal.after + 1
            problems.append(f"Audit entry {number} seals tries from {begin}; the seal before ends at {reached}.")
        found = await queries.stretch(after=seal.after, until=seal.until)
        if (found.count, found.digest) != (seal.count, seal.digest):
            problems.append(
                f"Deliveries' tries {seal.after + 1} to {seal.until} are not what audit entry {number} sealed: "
                f"{seal.count} then, {found.count} now."
            )
        reached = seal.until
    return problems
