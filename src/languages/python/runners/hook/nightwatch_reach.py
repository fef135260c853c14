"""Tells root what the repository's code executes, connects to, loads, evaluates and writes elsewhere, as the interpreter itself sees it.

An audit hook, set before any code of the repository, which cannot be taken away again. What is told goes through root's pipe, so no test
can take it back. Each is told once, with the innermost line of the repository that it comes from.
"""
import os
import sys
from opcode import opmap
from _thread import get_ident

KINDS = {
    "executes": "subprocess.Popen os.posix_spawn os.spawn os.exec os.system os.fork os.forkpty pty.spawn",
    "connects": "socket.connect socket.bind socket.sendto socket.sendmsg",
    "loads": "ctypes.dlopen",
    "evaluates": "exec compile",
    "imports": "import",
    "writes": "open os.remove os.rename os.rmdir os.mkdir os.chmod os.chown os.link os.symlink os.truncate",
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CACHE = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
TEMPORARY = ("/tmp", "/var/tmp", "/dev", "/proc", CACHE, os.environ.get("TMPDIR") or "/tmp")
TEMPORARY = [os.path.realpath(path) for path in TEMPORARY]
IMPORT_STATEMENT = opmap["IMPORT_NAME"]
MOST = 300
LONGEST = 200

_told = set()
_own = {}


def watcher():
    """What it looks up for each event is no module's."""
    kinds = {event: kind for kind, events in KINDS.items() for event in events.split()}
    busy = set()

    def on_event(event, args, tell=told, writing=WRITING, get_ident=get_ident, frame=sys._getframe):
        kind = kinds.get(event)
        if kind is None or (event == "open" and not (isinstance(args[2], int) and args[2] & writing)):
            return
        thread = get_ident()
        # We open a pipe ourselves.
        if thread in busy:
            return
        busy.add(thread)
        try:
            tell(kind, args, frame(1))
        except Exception:  # It would be raised by what the test does, which goes on as it would without us.
            pass
        finally:
            busy.discard(thread)

    return on_event


def told(kind, args, frame):
    if kind in ("evaluates", "imports") and not is_disguised(kind, frame):
        return
    while frame is not None and own_path(frame.f_code.co_filename) is None:
        # What a library does when it is imported is not the doing of who imports it.
        frame = None if frame.f_code.co_filename.startswith("<frozen importlib") else frame.f_back
    what = None if frame is None else object_of(kind, args)
    if what is None:
        return
    said = (kind, what, own_path(frame.f_code.co_filename), frame.f_lineno)
    if said not in _told and len(_told) < MOST:
        _told.add(said)
        send(dict(zip(("kind", "what", "file", "line"), said)))


def is_disguised(kind, frame):
    """Libraries evaluate code for classes and named tuples; and an import statement is there for everyone to read."""
    if own_path(frame.f_code.co_filename) is None:
        return False
    return kind == "evaluates" or frame.f_code.co_code[frame.f_lasti] != IMPORT_STATEMENT


def own_path(filename):
    if filename not in _own:
        import nightwatch_failure

        is_ours = nightwatch_failure.is_ours(filename)
        _own[filename] = None if is_ours else nightwatch_failure.repository_path(filename)
    return _own[filename]


def object_of(kind, args):
    """A name for people; None for what every test may do."""
    if kind == "writes":
        return place_of(args[0])
    if kind == "connects":
        return host_of(args[-1])
    if kind == "evaluates":
        return "code"
    name = args[0] if args else "fork"
    return os.path.basename(os.fsdecode(name) if isinstance(name, (str, bytes)) else str(name))[:LONGEST]


def host_of(address):
    """None on this machine, where the job's services are."""
    host = str(address[0]) if isinstance(address, tuple) and address else "localhost"
    return None if host in ("localhost", "::1") or host.startswith("127.") else host[:LONGEST]


def place_of(path):
    """None in the work tree, in temporary folders, and for a file that is open already."""
    if isinstance(path, int):
        return None
    import nightwatch_settings

    real = os.path.realpath(os.fsdecode(path))
    is_free = any(real == folder or real.startswith(folder + os.sep) for folder in [nightwatch_settings.root] + TEMPORARY)
    return None if is_free else real[:LONGEST]


def send(fields):
    import json

    import nightwatch_settings

    pipe = os.open(nightwatch_settings.ask, os.O_WRONLY)
    os.write(pipe, json.dumps(fields).encode() + b"\n")
    os.close(pipe)


if hasattr(sys, "addaudithook"):  # 3.8
    sys.addaudithook(watcher())
