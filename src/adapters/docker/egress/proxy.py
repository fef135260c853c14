"""The only way out of setup: an HTTP proxy that connects to listed hosts alone, and prints what it refuses as JSON lines."""
import http.client
import http.server
import json
import os
import select
import socket
import sys
import threading
import urllib.parse

import connecting
import greeting
import policy

MOST_CONNECTIONS = 200
MOST_REFUSALS = 40
PIECE = 65536
# They concern one connection; the last one is made anew.
HOP_BY_HOP = """connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer transfer-encoding
upgrade expect host""".split()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    error_message_format = "%(message)s\n"
    error_content_type = "text/plain; charset=utf-8"
    # What a client sends ahead of the answer stays in the socket, for the tunnel.
    rbufsize = 0
    is_answered = False

    def do_CONNECT(self):
        host, port = policy.parted(self.path, 443)
        own = policy.is_own(host, port)
        with connecting.tunnel_to(host, port, own) as origin:
            self.start_answer(200, "Connection established", [("Connection", "close")])
            if not own:
                origin.sendall(greeting.checked_greeting(self.connection, host, port))
            relay(self.connection, origin)

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        size = self.headers.get("Content-Length", "0")
        if url.scheme != "http" or not size.isdecimal() or "Transfer-Encoding" in self.headers:
            return self.send_error(501, "Only requests of http addresses, with a length")
        authority = url.netloc.rpartition("@")[2]
        with connecting.request_to(*policy.parted(authority, 80)) as (request, prefix, credentials):
            target = urllib.parse.urlunsplit(("", "", url.path or "/", url.query, ""))
            request.putrequest(self.command, prefix + target, skip_host=True, skip_accept_encoding=True)
            own = [("Host", authority), ("Connection", "close"), *credentials.items()]
            for name, value in [*own, *passed_on(self.headers)]:
                request.putheader(name, value)
            request.endheaders()
            for piece in pieces(self.rfile, int(size)):
                request.send(piece)
            self.pass_on(request.getresponse())

    do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = do_GET

    def pass_on(self, response):
        closing = [("Connection", "close")] if response.length is None else []
        self.start_answer(response.status, response.reason, [*passed_on(response.headers), *closing])
        while piece := response.read(PIECE):
            self.wfile.write(piece)
        if response.length:
            raise connecting.Unreachable("The answer broke off")

    def start_answer(self, status, reason, headers):
        self.is_answered = True
        self.send_response_only(status, reason)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def handle_one_request(self):
        self.is_answered = False
        try:
            super().handle_one_request()
        except policy.Refused as refused:
            tell(refused.note)
            self.fail(403, refused)
        except (connecting.Unreachable, http.client.HTTPException, OSError, ValueError) as fault:
            self.fail(502, fault)

    def fail(self, status, fault):
        self.close_connection = True
        if not self.is_answered:
            self.send_error(status, str(fault))

    def log_message(self, *_):
        pass


def passed_on(headers):
    return [(name, value) for name, value in headers.items() if name.lower() not in HOP_BY_HOP]


def pieces(file, size):
    while size > 0 and (piece := file.read(min(size, PIECE))):
        size -= len(piece)
        yield piece


def relay(one, other):
    """Until both sides have ended, or nothing comes for long."""
    partner = {one: other, other: one}
    reading = [one, other]
    while reading:
        ready = select.select(reading, [], [], connecting.IDLE_SECONDS)[0]
        if not ready:
            return
        for side in ready:
            piece = side.recv(PIECE)
            if piece:
                partner[side].sendall(piece)
            else:
                reading.remove(side)
                partner[side].shutdown(socket.SHUT_WR)


told = set()
telling = threading.Lock()


def tell(note):
    line = json.dumps(note)
    with telling:
        if line not in told and len(told) < MOST_REFUSALS:
            told.add(line)
            print(line, flush=True)


class Server(http.server.ThreadingHTTPServer):
    slots = threading.BoundedSemaphore(MOST_CONNECTIONS)

    def process_request(self, request, client_address):
        self.slots.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.slots.release()

    def handle_error(self, *_):
        pass


def received(path):
    """The socket to listen on, made by listener.py in setup's network: nothing else there or elsewhere reaches this program."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen(1)
        giver = door.accept()[0]
    os.unlink(path)
    with giver:
        descriptor = socket.recv_fds(giver, 1, 1)[1][0]
        giver.sendall(b"1")
    return socket.socket(fileno=descriptor)


server = Server(("", 0), Handler, bind_and_activate=False)
server.socket.close()
server.socket = received(sys.argv[1])
server.serve_forever()
