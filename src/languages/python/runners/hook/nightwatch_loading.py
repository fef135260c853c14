"""Records which functions of the repository run outside of all tests, mostly while its modules are imported.

They are no test's own, but tests depend on what they make. It is not known where something of the repository was imported before, where
another tracer takes our place, or where the repository starts a process, for we do not look into that.
"""
import sys
import threading

from nightwatch_failure import repository_path

STARTS = frozenset(("subprocess.Popen", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.exec", "os.system"))

# By their ids, since two that are equal count as one otherwise.
_codes = {}
_is_known = False


def watch():
    """Called when a runner is imported."""
    global _is_known
    is_early = not any(is_of_repository(module) for module in list(sys.modules.values()))
    if is_early and sys.gettrace() is None and hasattr(sys, "addaudithook"):
        _is_known = True
        sys.addaudithook(on_event)
        sys.settrace(on_call)


def is_of_repository(module):
    path = getattr(module, "__file__", None)
    return isinstance(path, str) and repository_path(path) is not None


def on_call(frame, _event, _):
    code = frame.f_code
    _codes[id(code)] = code


def on_event(event, _):
    global _is_known
    if event in STARTS and _is_known and is_by_repository(sys._getframe(1)):
        _is_known = False


def is_by_repository(frame):
    """A plugin that asks which machine this is starts one too. In another thread the stack does not say for whom."""
    if threading.current_thread() is not threading.main_thread():
        return True
    while frame is not None and repository_path(frame.f_code.co_filename) is None:
        frame = frame.f_back
    return frame is not None


def first_lines():
    """By file, of the functions that ran; None where it is not known. A file that is there was imported."""
    if not _is_known or sys.gettrace() is not on_call:
        return None
    files = {}
    for filename, lines in lines_by_filename().items():
        path = repository_path(filename)
        if path is not None:
            files.setdefault(path, set()).update(lines)
    return {path: sorted(lines) for path, lines in files.items()}


def lines_by_filename():
    lines = {}
    for code in list(_codes.values()):
        # A module begins at its first line, as a function may.
        own = () if code.co_name == "<module>" else (code.co_firstlineno,)
        lines.setdefault(code.co_filename, set()).update(own)
    return lines
