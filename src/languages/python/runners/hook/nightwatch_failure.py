"""Describes a failure in plain values, which travel from a worker process to the one that reports."""
import os
import re
import sys

import nightwatch_settings as settings

MESSAGE_CHARACTERS = 2000
FRAMES_KEPT = 60


def described_error(error, entries=None):
    """`entries` are (path, line, function) of the traceback, where the runner knows it better than the error does."""
    if type(error).__name__ == "MultipleDoctestFailures":
        # pytest's for --doctest-continue-on-failure. What comes after the first example may follow from it.
        error = error.failures[0]
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
    if entries is None:
        entries = entries_of(error.__traceback__)
    for path, line, function in entries:
        yield frame_of(path, line, function)
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        yield frame_of(error.filename, error.lineno, None)
    # doctest's: a line of a docstring or of a text file, which is on no stack.
    test, example = getattr(error, "test", None), getattr(error, "example", None)
    if isinstance(getattr(test, "filename", None), str) and hasattr(example, "lineno"):
        yield frame_of(test.filename, (test.lineno or 0) + example.lineno + 1, test.name)


def entries_of(step):
    """Of a traceback, without unittest's own frames, which unittest leaves out by the same mark."""
    while step is not None:
        if "__unittest" not in step.tb_frame.f_globals:
            yield step.tb_frame.f_code.co_filename, step.tb_lineno, step.tb_frame.f_code.co_name
        step = step.tb_next


def stack_of(frame):
    """The frames from the test to this one; where none of them is the repository's, those of a coroutine that waits."""
    stack = []
    while frame is not None:
        stack.append(frame)
        frame = frame.f_back
    stacks = [stack[::-1]] + list(waiting_coroutines())
    known = [[each for each in map(frame_like, frames) if each is not None] for frames in stacks]
    for frames in known:
        for index, each in enumerate(frames):
            if each["inRepository"]:
                return frames[index:]
    return known[0]


def waiting_coroutines():
    """The frames of each task of the event loop that runs, outermost first."""
    asyncio = sys.modules.get("asyncio")
    loop = asyncio and asyncio._get_running_loop()
    for task in asyncio.all_tasks(loop) if loop else ():
        frames = []
        coroutine = getattr(task, "get_coro", lambda: None)()
        while coroutine is not None:
            frames.append(getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None))
            coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "gi_yieldfrom", None)
        yield [frame for frame in frames if frame is not None]


def frame_like(frame):
    return frame_of(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name)


def frame_of(path, line, function):
    """None for the machinery between the runner and the code, which the terminal does not show either."""
    if is_machinery(path) or path.startswith("<frozen importlib"):
        return None
    own = repository_path(path)
    return {"file": own or path, "line": max(int(line or 1), 1), "function": function, "inRepository": own is not None}


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
    outside = parts[0] in ("", ".", "..") or "site-packages" in parts or "dist-packages" in parts or path.startswith("<")
    return None if outside else relative
