"""Which hosts setup may reach, and which addresses a host may have."""
import ipaddress
import json
import os
import re

settings = json.loads(os.environ["EGRESS"])

# Metadata services of clouds outside the link-local range.
METADATA = [
    ipaddress.ip_address(text)
    for text in ("168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254")
]
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Exception):
    """`why` is one of host, port, address, name, protocol."""

    def __init__(self, why, host="", port=0):
        super().__init__(f"Setup may not reach {host}:{port}" if host else "Not the name of a host")
        self.note = {"why": why, "host": host, "port": port}


def parted(authority, default_port):
    """Host and port. A host has one spelling, in which it is compared: an odd spelling of an address is on no list."""
    found = re.fullmatch(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9_.-]{1,253})(?::(\d{1,5}))?", authority)
    if not found:
        raise Refused("name")
    host, port = found[1].lower().removesuffix("."), int(found[2] or default_port)
    if not host.startswith("["):
        return host, port
    try:
        return f"[{ipaddress.IPv6Address(host[1:-1])}]", port
    except ValueError:
        raise Refused("name") from None


def is_own(host, port):
    """Whether the operator's list has the host, rather than ours. Raises `Refused` where neither has."""
    own, public = ([entry for entry in settings[whose] if covers(entry, host)] for whose in ("own", "public"))
    if not own and not public:
        raise Refused("host", host, port)
    if any(port in entry["ports"] for entry in own):
        return True
    if any(port in entry["ports"] for entry in public):
        return False
    raise Refused("port", host, port)


def covers(entry, host):
    return host.endswith("." + entry["host"]) if entry["subdomains"] else host == entry["host"]


def is_reachable(text, own):
    """Whether an address may be connected to. The operator's hosts may be in a private network; no host is this machine."""
    address = embedded(ipaddress.ip_address(text.partition("%")[0]))
    if address.is_loopback or address.is_link_local or address.is_multicast or address.is_reserved:
        return False
    if address in METADATA or address in ipaddress.ip_network("0.0.0.0/8") or address.is_unspecified:
        return False
    return own or (address.is_global and not getattr(address, "is_site_local", False))


def embedded(address):
    """The IPv4 address that an IPv6 address leads to, or the address itself."""
    if address.version == 4:
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def bypasses_upstream(host):
    """Whether NO_PROXY means the host."""
    return any(means(word, host.strip("[]")) for word in settings["direct"])


def means(word, host):
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(word, strict=False)
    except ValueError:
        name = word.lower().removeprefix("*").removeprefix(".")
        return word == "*" or (name != "" and f".{host}".endswith(f".{name}"))
