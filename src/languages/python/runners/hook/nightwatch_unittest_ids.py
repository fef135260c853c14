"""The ids of tests in unittest's style: those that pytest would give them, relative to the work tree."""
import os
import re
import sys

import nightwatch_selection as selection
import nightwatch_settings as settings

# What unittest, nose2 and nose make of a module that cannot be imported: a test named like it.
_FAILED_IMPORTS = ("_FailedTest", "ModuleImportFailure", "LoadTestsFailure")
# By class: a test may change the directory that a module's file is relative to.
_known = {}


def test_id(test):
    # A subtest names its test, trial's decorators what they decorate.
    test = getattr(test, "test_case", test)
    test = getattr(test, "_originalTest", test)
    fixture = fixture_of(test)
    if fixture is not None:
        return id_of_owner(re.search(r"\((.*)\)", test.description).group(1))
    doctest = getattr(test, "_dt_test", None)
    if doctest is not None:
        return doctest_id(doctest)
    method = getattr(test, "_testMethodName", None)
    if type(test).__name__ in _FAILED_IMPORTS or method is None:
        return file_of(str(method or getattr(test, "description", test)))
    function = getattr(test, "_testFunc", None)
    if function is not None:
        return function_id(test, function)
    # nose2 puts the parameters' values behind a line's end.
    return class_id(type(test)) + "::" + method.partition("\n")[0]


def is_file(test_id):
    """Whether it stands for a file that could not be imported."""
    return "::" not in test_id


def fixture_of(test):
    """`setUpClass` where unittest reports the failure of one, which no test stands for; else None."""
    match = re.match(r"((?:setUp|tearDown)(?:Class|Module)) \(", getattr(test, "description", None) or "")
    return match.group(1) if match and not hasattr(test, "_testMethodName") else None


def class_id(owner):
    if owner not in _known:
        names = [name for name in owner.__qualname__.split(".") if name != "<locals>"]
        _known[owner] = "::".join([file_of(owner.__module__)] + names)
    return _known[owner]


def doctest_id(test):
    """`test` is a DocTest: one of a text file is named by that."""
    file = relative(test.filename or file_of(test.name.partition(".")[0]))
    module = os.path.splitext(os.path.basename(file))[0]
    return file + "::" + re.sub(r"^__main__(?=\.|$)", module, test.name)


def function_id(test, function):
    # nose2 makes a class for each module of test functions, and names variants by their number.
    module = type(test).__module__ if type(test).__module__ != "unittest.case" else function.__module__
    return file_of(module) + "::" + getattr(test, "_funcName", function.__name__).partition("\n")[0]


def id_of_owner(name):
    """Of the module, or of the class of a module, that is called so."""
    if name in sys.modules:
        return file_of(name)
    module, _, owner = name.rpartition(".")
    while module and module not in sys.modules:
        module, _, outer = module.rpartition(".")
        owner = outer + "::" + owner
    return file_of(module) + "::" + owner


def file_of(module):
    """Also of a module that could not be imported."""
    path = getattr(sys.modules.get(module), "__file__", None)
    if path:
        return relative(path)
    base = module.replace(".", "/")
    for folder in sys.path:
        for name in (base + ".py", base + "/__init__.py"):
            if os.path.isfile(os.path.join(folder, name)):
                return relative(os.path.join(folder, name))
    return base + ".py"


def relative(path):
    return os.path.relpath(os.path.realpath(path), settings.root).replace(os.sep, "/")


def is_chosen(test_id):
    return selection.is_wanted(test_id) or (is_file(test_id) and selection.holds_wanted(test_id))
