"""Reads which host a TLS client names. Behind one address of a delivery network are many hosts, so its name alone says where a tunnel ends."""
import ssl

import policy

LONGEST = 65536


def checked_greeting(client, host, port):
    """What the client sent so far. Raises `Refused` when that is no TLS, or names another host."""
    greeted = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.sni_callback = lambda _socket, name, _context: greeted.append(name)
    incoming = ssl.MemoryBIO()
    # Without a certificate it gets no further than the greeting.
    reading = context.wrap_bio(incoming, ssl.MemoryBIO(), server_side=True)
    sent = b""
    while len(sent) < LONGEST:
        piece = client.recv(LONGEST)
        sent += piece
        if not piece:
            raise ConnectionError("The client closed the tunnel")
        incoming.write(piece)
        try:
            reading.do_handshake()
        except ssl.SSLWantReadError:
            continue
        except ssl.SSLError:
            break
    name = greeted[0] if greeted else None
    if name is None:
        raise policy.Refused("protocol", host, port)
    if policy.parted(name, port)[0] != host:
        raise policy.Refused("host", policy.parted(name, port)[0], port)
    return sent
