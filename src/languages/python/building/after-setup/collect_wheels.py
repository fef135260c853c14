"""Collects the wheels that pip downloaded or built during setup in one folder, from which runs without network install.

Usage: collect_wheels.py <folder> <pip cache>...
pip keeps downloads as answers of its HTTP cache and not under their names; a wheel's own metadata tells the name.
"""
import io
import os
import re
import shutil
import sys
import zipfile


def files_below(folder):
    for directory, _, names in os.walk(folder):
        for name in names:
            yield os.path.join(directory, name)


def downloads(cache):
    """The bodies in the HTTP cache: files of their own since pip 23.3, packed with the headers before."""
    for path in files_below(os.path.join(cache, "http-v2")):
        if path.endswith(".body"):
            with open(path, "rb") as file:
                yield file.read()
    for path in files_below(os.path.join(cache, "http")):
        with open(path, "rb") as file:
            packed = file.read()
        if packed.startswith(b"cc=4,"):
            from pip._vendor import msgpack

            yield msgpack.loads(packed[5:], raw=False)["response"]["body"]


def file_name(wheel):
    """By the binary distribution format, from the metadata inside: its own, not that of a package that it brings along."""
    metadata = next(name for name in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/WHEEL", name))
    lines = wheel.read(metadata).decode().splitlines()
    tags = [line.split(":", 1)[1].strip().split("-") for line in lines if line.startswith("Tag:")]
    parts = [".".join(sorted({tag[part] for tag in tags})) for part in range(3)]
    return "-".join([metadata.split("/")[0][: -len(".dist-info")]] + parts) + ".whl"


def collect(folder, cache):
    for path in files_below(os.path.join(cache, "wheels")):
        if path.endswith(".whl"):
            shutil.copy(path, folder)
    for body in downloads(cache):
        try:
            with zipfile.ZipFile(io.BytesIO(body)) as wheel:
                name = file_name(wheel)
        except (zipfile.BadZipFile, StopIteration, IndexError):
            continue  # an index page or a source distribution
        with open(os.path.join(folder, name), "wb") as file:
            file.write(body)


os.makedirs(sys.argv[1], exist_ok=True)
for cache in sys.argv[2:]:
    collect(sys.argv[1], cache)
