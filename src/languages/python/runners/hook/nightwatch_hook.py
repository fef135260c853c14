"""Nightwatch's hook: loaded by nightwatch.pth at the start of each Python interpreter while Nightwatch runs a repository's tests.

It prints nothing and changes nothing until a test runner is imported; then it loads the module that makes this runner report.
Neither the command, nor the environment's variables, nor sys.path take part, so that nothing between a CI command and its test
runner can lose it. Works with Python 3.7 and later.
"""
import importlib
import importlib.util
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))

# By module of a runner: the function of ours that gets it once it is imported.
ATTACHED = {
    "_pytest.config": ("nightwatch_pytest", "attach"),
    "coverage.results": ("nightwatch_whole_run", "attach"),
    "unittest": ("nightwatch_unittest", "attach"),
    "doctest": ("nightwatch_doctest", "attach"),
    "django.test.testcases": ("nightwatch_unittest", "attach_to_django"),
    "nose2.loader": ("nightwatch_unittest", "attach_to_nose2"),
    "twisted.trial._asynctest": ("nightwatch_unittest", "attach_to_trial"),
}

# What `python -m` has to run instead of a module that we could not reach while it runs as `__main__`.
AS_MAIN = {"doctest": "import doctest, sys; sys.exit(doctest._test())"}


class Finder:
    """Finds our own modules, and sees to it that we hear of a runner's import."""

    def find_spec(self, name, path=None, target=None):
        if name in ATTACHED:
            return heard(next_spec(self, name, path, target))
        file = os.path.join(FOLDER, name + ".py")
        if not name.startswith("nightwatch_") or not os.path.isfile(file):
            return None
        return importlib.util.spec_from_file_location(name, file)


def heard(spec):
    loader = spec and spec.loader
    if not hasattr(loader, "exec_module"):
        return spec

    def exec_module(module):
        # On this one loader only, and only once: whoever looks at it later finds it as it would be without us.
        vars(loader).pop("exec_module", None)
        vars(loader).pop("get_code", None)
        loader.exec_module(module)
        attach(module)

    loader.exec_module = exec_module
    if spec.name in AS_MAIN:
        loader.get_code = lambda _: compile(AS_MAIN[spec.name], "<string>", "exec")
    return spec


def next_spec(finder, name, path, target):
    for other in sys.meta_path:
        spec = other.find_spec(name, path, target) if other is not finder and hasattr(other, "find_spec") else None
        if spec is not None:
            return spec
    return None


def attach(module):
    ours, function = ATTACHED[module.__name__]
    getattr(importlib.import_module(ours), function)(module)


sys.meta_path.insert(0, Finder())
importlib.import_module("nightwatch_reach")
for _name in ATTACHED:
    if _name in sys.modules:
        attach(sys.modules[_name])
