"""Tells addresses of the public internet apart from those inside private networks."""

from __future__ import annotations

import ipaddress
import socket

# Networks that Python calls global but that lead to, or may hold, private addresses: site-local (RFC 3879),
# 6to4 (RFC 3056), Teredo (RFC 4380) and the ways from IPv6 to IPv4 (RFC 6052, RFC 8215).
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(net)
    for net in ("fec0::/10", "2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "192.88.99.0/24")
)


def is_public_address(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped if mapped is not None else ip
    if any(ip.version == net.version and ip in net for net in _NOT_PUBLIC):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def is_public_host(host: str) -> bool:
    """Whether every address that a name or number leads to is public; raises OSError where there is none."""
    try:
        entries = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host!r} is no name of a host") from error
    return all(is_public_address(str(entry[4][0])) for entry in entries)
