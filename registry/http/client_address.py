"""Whose address a request comes from: the peer's, or behind trusted proxies the last one they did not add."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """Networks whose X-Forwarded-For is believed; none unless set."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, texts: Iterable[str]) -> "TrustedProxies":
        """From addresses and networks as text. Raises `ValueError` naming a wrong one."""
        return cls(tuple(ip_network(text.strip(), strict=False) for text in texts if text.strip()))

    def trusts(self, address: str) -> bool:
        """Whether a proxy at the address is one of ours."""
        parsed = _parse(address)
        return parsed is not None and any(parsed in network for network in self.networks)


def client_address(peer: str | None, forwarded_for: str | None, proxies: TrustedProxies) -> str:
    """The client's address; an empty text where there is none (a unix socket without a proxy's word)."""
    address = peer or ""
    if not forwarded_for or not (proxies.trusts(address) or (not peer and proxies.networks)):
        return address
    for hop in reversed(forwarded_for.split(",")):
        parsed = _parse(hop.strip())
        if parsed is None:
            return address
        address = str(parsed)
        if not proxies.trusts(address):
            return address
    return address


def throttle_network(address: str) -> str:
    """What is counted as one client: an IPv4 address, or the /64 an IPv6 client commands."""
    parsed = _parse(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((int(parsed) >> 64 << 64, 64)))
    return str(parsed) if parsed else address


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    host = text.removeprefix("[").partition("]")[0] if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        parsed = ip_address(host)
    except ValueError:
        return None
    return parsed.ipv4_mapped or parsed if isinstance(parsed, IPv6Address) else parsed
