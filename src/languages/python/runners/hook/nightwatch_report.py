"""Writes the outcome of each test to a file outside the work tree, line by line, whichever runner runs it.

Each session's closing line carries an HMAC over its lines: a report that was cut short, or written to by a test, is void.
A line of kind `start` is not sealed: it names the test that was running when a crash took the runner down.
"""
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
        self.session_id = os.urandom(8).hex()
        self.file = os.open(settings.report, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.seal = hmac.new(settings.nonce.encode(), digestmod=hashlib.sha256)
        self.tell({"kind": "begin"})

    def tell(self, fields):
        line = self.write(fields)
        if line is not None:
            self.seal.update(line)

    def write(self, fields):
        # A test may fork; the child's copy of this object must not write.
        if os.getpid() != self.pid:
            return None
        line = json.dumps(dict(fields, session=self.session_id)).encode()
        os.write(self.file, line + b"\n")
        return line

    def collected(self, ids):
        self.tell({"kind": "collected", "ids": ids})

    def started(self, test_id):
        self.write({"kind": "start", "id": test_id})

    def result(self, test_id, outcome, phase, failure):
        self.tell({"kind": "result", "id": test_id, "outcome": outcome, "phase": phase, "failure": failure})

    def close(self, status):
        self.tell({"kind": "end", "status": int(status), "slowest": slowest, "seal": self.seal.hexdigest()})
        os.close(self.file)


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
