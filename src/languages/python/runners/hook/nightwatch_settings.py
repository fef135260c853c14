"""The hook's configuration, which Nightwatch writes as root before each run (its shape: README of the hook's folder)."""
import json
import os

with open("/var/lib/nightwatch/hook.json", encoding="utf-8") as _file:
    _told = json.load(_file)

# The work tree, to which test ids and paths are relative.
root = os.path.realpath(_told["root"])
# The file that sessions append to, and the nonce that seals what they say.
report = _told["report"]
nonce = _told["nonce"]
# The time limit of one test.
seconds = _told["seconds"]
# Tests that hung for all of that before, and where; after these fewer seconds they are looked at. None: it is not known of any.
hangs = _told.get("hangs")
# Ids or files of the tests to run; None: what the command runs.
tests = _told["tests"]
# The file for the lines that the tests execute; None: do not trace.
coverage = _told["coverage"]
