"""Takes away what a run of selected tests, or of none, cannot meet, because it is a demand on the whole run.

A coverage threshold would turn it red although all of its tests pass; a shard is a share of all tests.
"""
import nightwatch_selection as selection
import nightwatch_settings as settings

THRESHOLDS = {"cov_fail_under": 0}

# pytest's options and those of pytest-cov, pytest-split and pytest-shard, by the values that demand nothing.
OPTIONS = {
    **THRESHOLDS,
    "lf": False,
    "stepwise": False,
    "splits": None,
    "group": None,
    "num_shards": 1,
    "shard_id": 0,
}


def attach(results):
    """Of coverage.py: `coverage report --fail-under` is a command of its own, behind the one that ran the tests."""
    is_partial = selection.wanted is not None or settings.lists_only
    if is_partial and hasattr(results, "should_fail_under"):
        results.should_fail_under = lambda *_: False


def relax(config):
    # What lists the tests of a shard lists no others.
    values = THRESHOLDS if selection.wanted is None else OPTIONS
    # pytest-cov keeps the options that it has read before the command line is complete.
    plugin = config.pluginmanager.getplugin("_cov")
    for options in (config.option, getattr(plugin, "options", None)):
        for name, value in values.items():
            if hasattr(options, name):
                setattr(options, name, value)
