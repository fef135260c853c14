"""The hook's configuration, which Nightwatch writes as root before each run (its shape: README of the hook's folder)."""
import json
import os

_folder = "/var/lib/nightwatch"
path = os.path.join(_folder, "hook.json")
# Pipes of root's: whoever writes a line to the one gets a new key from the other.
ask, answer = os.path.join(_folder, "ask"), os.path.join(_folder, "answer")

with open(path, encoding="utf-8") as _file:
    _told = json.load(_file)

# The work tree, to which test ids and paths are relative.
root = os.path.realpath(_told["root"])
# The file that sessions append to.
report = _told["report"]
# The time limit of one test.
seconds = _told["seconds"]
# Tests that hung for all of that before, and where; after these fewer seconds they are looked at. None: it is not known of any.
hangs = _told.get("hangs")
# Ids or files of the tests to run; None: what the command runs.
tests = _told["tests"]
# Whether the tests are listed and not run.
lists_only = _told.get("listsOnly", False)
# The file for the lines that the tests execute; None: do not trace.
coverage = _told["coverage"]
