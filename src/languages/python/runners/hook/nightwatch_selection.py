"""Which tests the configuration asks for. A runner collects what its command says, and of that runs only these.

So whatever CI's own options leave out (`-m "not slow"`, `--ignore`, another call's folder) stays out here too.
"""
import os

import nightwatch_settings as settings

wanted = settings.tests


def is_wanted(test_id):
    """`test_id` is that of a test, a class or a file."""
    return wanted is None or any(is_part_of(test_id, scope) for scope in wanted)


def holds_wanted(test_id):
    return wanted is None or any(is_part_of(scope, test_id) for scope in wanted)


def is_part_of(test_id, scope):
    """Whether the test is `scope` itself, one of its variants, or in that class, file or folder."""
    if test_id == scope or scope == ".":
        return True
    # "@" is where xdist appends the name of a group.
    return test_id.startswith(scope) and test_id[len(scope)] in ":/[@"


def leads_to_wanted(path):
    """Whether a file or folder holds or may hold a wanted test, or belongs to a package that does."""
    if wanted is None:
        return True
    if os.path.basename(path) == "__init__.py":
        path = os.path.dirname(path)
    files = [scope.partition("::")[0] for scope in wanted]
    return any(is_part_of(file, ours) or is_part_of(ours, file) for ours in relative(path) for file in files)


def new_files():
    """The wanted files that the commit does not have, such as a regression test; all of them where there is no commit."""
    index = committed()
    files = {scope.partition("::")[0] for scope in wanted or ()}
    return sorted(file for file in files if entry_of(file) not in index and os.path.isfile(os.path.join(settings.root, file)))


def committed():
    try:
        with open(os.path.join(settings.root, ".git", "index"), "rb") as file:
            return file.read()
    except OSError:
        return b""


def entry_of(file):
    """The end of its entry in git's index: the length of its name, the name, and a zero. Starting git would take longer."""
    name = file.encode()
    return len(name).to_bytes(2, "big") + name + b"\0"


def relative(path):
    """By the name it is called and by its real one, for either may be the one in the id."""
    return {os.path.relpath(name, settings.root).replace(os.sep, "/") for name in (path, os.path.realpath(path))}
