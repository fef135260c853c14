"""Makes the socket on which the proxy listens, in setup's network, and hands it to the proxy, which is in another."""
import socket
import sys
import time

path, port = sys.argv[1:]
PATIENCE_SECONDS = 60

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(port)))
listener.listen(128)
until = time.monotonic() + PATIENCE_SECONDS
while True:
    door = socket.socket(socket.AF_UNIX)
    try:
        door.connect(path)
        break
    except OSError:
        if time.monotonic() > until:
            raise
        time.sleep(0.05)
socket.send_fds(door, [b"1"], [listener.fileno()])
sys.exit(door.recv(1) != b"1")
