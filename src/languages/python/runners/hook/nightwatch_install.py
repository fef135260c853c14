"""Puts Nightwatch's hook into every Python environment of this machine: `python3 nightwatch_install.py <work tree>`, as root.

Writes one `nightwatch.pth` into each site-packages and dist-packages folder below the places where interpreters and virtual
environments lie, and its line into each standard library's `sitecustomize.py`, for environments that are made later. It costs an
interpreter one `stat` while there is no configuration. Prints one line for each file.
"""
import compileall
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
CONFIGURATION = "/var/lib/nightwatch/hook.json"
NAMES = ("site-packages", "dist-packages")
SKIPPED = ("/proc", "/sys", "/dev", "/run")

# One line, because Python executes each line of a .pth file for itself. Python 2 reads it too, and leaves it at that.
LINE = (
    "import os, sys; os.path.isfile(%r) and sys.version_info >= (3, 7) and 'nightwatch_hook' not in sys.modules"
    " and (sys.path.insert(0, %r), __import__('nightwatch_hook'), sys.path.remove(%r))\n"
) % (CONFIGURATION, FOLDER, FOLDER)


def install(work_tree):
    roots = ["/usr", "/opt", "/home", "/root", "/tmp", "/var/lib", "/__t", sys.prefix, sys.base_prefix, work_tree]
    for path in files_below(roots):
        print(written(path), flush=True)
    compileall.compile_dir(FOLDER, quiet=2)


def files_below(roots):
    """Each once. Links are not followed: what they lead to either lies below a root itself, or is none of ours."""
    found = set()
    for root in sorted({os.path.realpath(root) for root in roots}):
        for folder, below, files in os.walk(root):
            for name in NAMES:
                path = os.path.join(folder, name)
                if name in below and not os.path.islink(path):
                    found.add(os.path.join(path, "nightwatch.pth"))
            # The standard library: virtual environments that a later run makes have it in common with this interpreter.
            if "site.py" in files and "os.py" in files:
                found.add(os.path.join(folder, "sitecustomize.py"))
            # A package folder holds packages, and a repository's objects are many.
            left_out = (*NAMES, ".git", "node_modules")
            below[:] = [name for name in below if name not in left_out and os.path.join(folder, name) not in SKIPPED]
    return sorted(found)


def written(path):
    try:
        text = LINE if path.endswith(".pth") else with_line(path)
        # Not through a link that a set-up step may have put there.
        if os.path.lexists(path):
            os.remove(path)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(handle, "w") as file:
            file.write(text)
        os.chmod(path, 0o644)
        return path
    except OSError as error:
        return "%s: not written: %s" % (path, error.strerror)


def with_line(path):
    """A distribution's own sitecustomize stays what it is."""
    if not os.path.exists(path):
        return LINE
    with open(path) as file:
        text = file.read()
    return text if text.endswith(LINE) else text.rstrip() + "\n" + LINE


if __name__ == "__main__":
    install(sys.argv[1])
