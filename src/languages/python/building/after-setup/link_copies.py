"""Replaces installed copies of the repository's modules with links to the modules themselves, so that tests see changes.

Usage: link_copies.py <work tree> <folder>...
`pip install .` copies the source. Each copy that still equals its original, in any environment below the folders, is linked.
"""
import glob
import json
import os
import sys
from urllib.parse import unquote, urlsplit

LAYOUTS = ("", "src", "lib", "python")


def installed_from(dist_info):
    """The folder that a package was installed from; None for an editable install and for one from an index."""
    try:
        with open(os.path.join(dist_info, "direct_url.json"), encoding="utf-8") as file:
            origin = json.load(file)
    except (OSError, ValueError):
        return None
    url = urlsplit(origin.get("url", ""))
    is_copy = url.scheme == "file" and "dir_info" in origin and not origin["dir_info"].get("editable")
    return os.path.realpath(unquote(url.path)) if is_copy else None


def modules_of(dist_info):
    with open(os.path.join(dist_info, "RECORD"), encoding="utf-8") as file:
        for line in file:
            path = line.rsplit(",", 2)[0].strip('"')
            if path.endswith(".py") and not path.startswith((".", "/")):
                yield path


def content(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def link(copy, originals):
    text = content(copy)
    if not text or os.path.islink(copy):
        return
    for original in originals:
        if content(original) == text:
            os.unlink(copy)
            os.symlink(original, copy)
            folder, name = os.path.split(copy)
            for compiled in glob.glob(os.path.join(glob.escape(folder), "__pycache__", name[:-3] + ".*.pyc")):
                os.unlink(compiled)
            return


def installations(folder):
    """The metadata folders of installed packages."""
    for directory, names, _ in os.walk(folder):
        for name in names:
            if name.endswith(".dist-info"):
                yield os.path.join(directory, name)


def main(tree, folders):
    tree = os.path.realpath(tree)
    for dist_info in (each for folder in folders for each in installations(folder)):
        source = installed_from(dist_info)
        if source is None or not (source + os.sep).startswith(tree + os.sep):
            continue
        for module in modules_of(dist_info):
            copy = os.path.join(os.path.dirname(dist_info), module)
            link(copy, [os.path.join(source, layout, module) for layout in LAYOUTS])


main(sys.argv[1], sys.argv[2:])
