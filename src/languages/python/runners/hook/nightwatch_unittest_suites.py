"""Narrows a suite in unittest's style to the wanted tests."""
import os
import unittest

import nightwatch_selection as selection
import nightwatch_settings as settings
from nightwatch_unittest_ids import file_of, is_chosen, test_id


def narrowed(suite):
    """The ids of the chosen tests in a suite, which loses the others; None where its files have nothing to do with them."""
    if settings.tests is None:
        return [test_id(test) for test in tests_of(suite)]
    add_beside(suite)
    found = [test_id(test) for test in tests_of(suite)]
    drop(suite)
    concerned = any(is_chosen(each.partition("::")[0]) for each in found)
    return [each for each in found if is_chosen(each)] if concerned else None


def parts_of(suite):
    """The list that a suite holds its tests in; Django's parallel suite holds suites. None where it makes them as it goes."""
    parts = getattr(suite, "subsuites", None)
    return getattr(suite, "_tests", None) if parts is None else parts


def is_suite(part):
    return isinstance(parts_of(part), list)


def tests_of(suite):
    for part in parts_of(suite) if is_suite(suite) else ():
        if is_suite(part):
            yield from tests_of(part)
        elif part is not None:
            yield part


def add_beside(suite):
    """New files that the command does not name, in the folder of one that it does: a regression test of this call."""
    modules = {file_of(type(test).__module__): type(test).__module__ for test in tests_of(suite)}
    packages = {os.path.dirname(file): module.rpartition(".")[0] for file, module in modules.items()}
    for file in selection.new_files():
        folder, name = os.path.split(os.path.splitext(file)[0])
        if file not in modules and folder in packages:
            module = ".".join(part for part in (packages[folder], name) if part)
            parts_of(suite).append(unittest.defaultTestLoader.loadTestsFromName(module))


def drop(suite):
    if not is_suite(suite):
        return
    parts = parts_of(suite)
    for part in parts:
        drop(part)
    parts[:] = [part for part in parts if part is not None and (is_suite(part) or is_chosen(test_id(part)))]
