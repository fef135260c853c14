"""Describes a failure in plain values, which travel from a worker process to the one that reports."""
import os
import re

import nightwatch_settings as settings

MESSAGE_CHARACTERS = 2000
FRAMES_KEPT = 60


def described_error(error, entries=()):
    """`entries` are the (path, line, function) of its traceback, where the runner's own is better than the error's."""
    frames = [frame for frame in frames_of(error, entries) if frame is not None]
    name, message = type(error).__name__, message_of(error)
    # pytest-timeout's words.
    is_timeout = name == "Failed" and re.match(r"Timeout \(?>", message)
    return described("Timeout" if is_timeout else name, message, frames)


def described(error_type, message, frames=()):
    frames = list(frames)
    own = [frame for frame in frames if frame["inRepository"]]
    if len(frames) > FRAMES_KEPT:
        frames = frames[: FRAMES_KEPT // 2] + frames[-FRAMES_KEPT // 2 :]
    return {
        "errorType": error_type,
        "message": message[:MESSAGE_CHARACTERS],
        "file": own[-1]["file"] if own else None,
        "line": own[-1]["line"] if own else None,
        "frames": frames,
    }


def message_of(error):
    try:
        return str(error)
    except Exception as broken:  # the repository's own __str__ may be what is broken
        return "its message could not be read: " + type(broken).__name__


def frames_of(error, entries):
    for path, line, function in entries:
        yield frame_of(path, line, function)
    step = None if entries else error.__traceback__
    while step is not None:
        yield frame_of(step.tb_frame.f_code.co_filename, step.tb_lineno, step.tb_frame.f_code.co_name)
        step = step.tb_next
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        yield frame_of(error.filename, error.lineno, None)


def stack_of(frame):
    """The frames from the test to this one."""
    frames = []
    while frame is not None:
        frames.append(frame_of(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    frames = [known for known in reversed(frames) if known is not None]
    first = next((index for index, known in enumerate(frames) if known["inRepository"]), 0)
    return frames[first:]


def frame_of(path, line, function):
    """None for the machinery between the runner and the code, which the terminal does not show either."""
    if is_machinery(path) or path.startswith("<frozen importlib"):
        return None
    own = repository_path(path)
    return {"file": own or path, "line": max(line or 1, 1), "function": function, "inRepository": own is not None}


def is_machinery(path):
    """Whether it is a runner's own file, or ours."""
    parts = path.replace(os.sep, "/").split("/")
    return "_pytest" in parts or "pluggy" in parts or is_ours(path)


def is_ours(path):
    return os.path.dirname(path) == os.path.dirname(__file__)


def repository_path(path):
    """The path relative to the work tree; None outside it, and in a virtual environment inside it."""
    relative = os.path.relpath(os.path.realpath(path), settings.root).replace(os.sep, "/")
    parts = relative.split("/")
    outside = parts[0] == ".." or "site-packages" in parts or "dist-packages" in parts or path.startswith("<")
    return None if outside else relative
