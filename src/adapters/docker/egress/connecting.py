"""Connections that lead out of the sandbox, through the host's own proxy where there is one."""
import base64
import contextlib
import http.client
import socket
import urllib.parse

import policy

CONNECT_SECONDS = 30
IDLE_SECONDS = 600

upstreams = {scheme: urllib.parse.urlsplit(url) for scheme, url in policy.settings["upstream"].items()}


class Unreachable(Exception):
    pass


def upstream_of(scheme, host):
    """The host's proxy; None for what is reached without it."""
    return None if policy.bypasses_upstream(host) else upstreams.get(scheme)


@contextlib.contextmanager
def request_to(host, port):
    """A plain request to be written, what goes before its path, and headers for the host's proxy. Raises as `tunnel_to`."""
    own = policy.is_own(host, port)
    upstream = upstream_of("http", host)
    request = http.client.HTTPConnection(host.strip("[]"), port)
    with connected(host, port, own) if upstream is None else connected_to(upstream) as request.sock:
        yield (request, "", {}) if upstream is None else (request, f"http://{host}:{port}", credentials(upstream))


def tunnel_to(host, port, own):
    """Raises `Refused` or `Unreachable`."""
    upstream = upstream_of("https", host)
    return connected(host, port, own) if upstream is None else tunnelled(upstream, f"{host}:{port}")


def connected(host, port, own):
    """A socket to an address of the host that was checked, and not looked up again."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(f"Could not resolve {host}") from None
    addresses = [address for address in dict.fromkeys(info[4][0] for info in found) if policy.is_reachable(address, own)]
    if not addresses:
        raise policy.Refused("address", host, port)
    return any_of([(address, port) for address in addresses], host)


def connected_to(upstream):
    return any_of([(upstream.hostname, upstream.port or 80)], "the host's own proxy")


def any_of(targets, name):
    for target in targets:
        try:
            connection = socket.create_connection(target, CONNECT_SECONDS)
            connection.settimeout(IDLE_SECONDS)
            return connection
        except OSError as error:
            fault = error
    raise Unreachable(f"Could not connect to {name}: {fault}")


def tunnelled(upstream, authority):
    connection = connected_to(upstream)
    headers = {"Host": authority, **credentials(upstream)}
    lines = [f"CONNECT {authority} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    connection.sendall("\r\n".join(lines).encode())
    answer = http.client.HTTPResponse(connection, method="CONNECT")
    answer.begin()
    if answer.status == 200:
        return connection
    connection.close()
    raise Unreachable(f"The host's own proxy answered {answer.status} for {authority}")


def credentials(upstream):
    if upstream.username is None:
        return {}
    words = ":".join(urllib.parse.unquote(part or "") for part in (upstream.username, upstream.password))
    return {"Proxy-Authorization": "Basic " + base64.b64encode(words.encode()).decode()}
