"""Writes the outcome of each test to a file outside the work tree, line by line, whichever runner runs it.

Each session's closing line carries an HMAC over its lines: a report that was cut short, or written to by a test, is void. Root hands a key
of its own to each session and notes that it did, so who takes another key does not get rid of the session that began with the first one.
A line of kind `start` is not sealed: it names the test that was running when a crash took the runner down.
"""
import fcntl
import hashlib
import hmac
import json
import os

import nightwatch_settings as settings

# The session of this process that reports at the moment. What a test starts within it stays silent.
active = None
# Seconds of the slowest phase of a test that ended by itself.
slowest = 0.0


class Report:
    """One runner's lines in the report, which several runners of one command may share."""

    def __init__(self):
        self.pid = os.getpid()
        self.tell, self.started, self.close = lines_of_session()
        self.tell({"kind": "begin"})

    def collected(self, ids):
        self.tell({"kind": "collected", "ids": ids})

    def result(self, test_id, outcome, phase, failure):
        self.tell({"kind": "result", "id": test_id, "outcome": outcome, "phase": phase, "failure": failure})


def lines_of_session(open=os.open, write=os.write, getpid=os.getpid, dumps=json.dumps):
    """What seals the lines is an attribute of nothing."""
    pid, session_id = getpid(), os.urandom(8).hex()
    seal = hmac.new(new_key(), digestmod=hashlib.sha256)
    file = open(settings.report, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def written(fields):
        # A test may fork; the child's copy of this object must not write.
        if getpid() != pid:
            return b""
        line = dumps(dict(fields, session=session_id)).encode()
        write(file, line + b"\n")
        return line

    def tell(fields):
        seal.update(written(fields))

    def started(test_id):
        written({"kind": "start", "id": test_id})

    def close(status):
        written({"kind": "end", "status": int(status), "slowest": slowest, "seal": seal.hexdigest()})
        os.close(file)

    return tell, started, close


def new_key(open=os.open, read=os.read, write=os.write, close=os.close):
    """From root, one process after the other; it can be read once."""
    lock = open(settings.path, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    asking = open(settings.ask, os.O_WRONLY)
    write(asking, b"\n")
    close(asking)
    answering = open(settings.answer, os.O_RDONLY)
    key = b""
    while not key.endswith(b"\n"):
        key += read(answering, 64) or b"\n"
    close(answering)
    close(lock)
    return key.strip()


def rootdir_of(config):
    return os.path.realpath(str(getattr(config, "rootpath", None) or config.rootdir))


def test_id(rootdir, node_id):
    """pytest's node ids are relative to its rootdir; ours to the work tree."""
    file, separator, rest = node_id.partition("::")
    return os.path.relpath(os.path.join(rootdir, file), settings.root).replace(os.sep, "/") + separator + rest


def is_reporting(pid):
    """Whether that process has the report open. No variable says so, for a runner's child may run without them."""
    folder = "/proc/%d/fd" % pid
    try:
        return any(os.readlink(os.path.join(folder, name)) == settings.report for name in os.listdir(folder))
    except OSError:
        return False


def is_started_by_a_test():
    """Whether a reporting runner is among the processes that this one comes from."""
    pid = os.getppid()
    while pid > 1:
        if is_reporting(pid):
            return True
        pid = parent_of(pid)
    return False


def parent_of(pid):
    try:
        with open("/proc/%d/stat" % pid, "rb") as file:
            # The second field, in parentheses, may hold anything.
            return int(file.read().rpartition(b")")[2].split()[1])
    except OSError:
        return 0
