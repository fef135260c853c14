"""Takes away what a run of selected tests cannot meet, because it is a demand on the whole run.

A coverage threshold would turn it red although all of its tests pass; a shard is a share of all tests.
"""
import nightwatch_selection as selection

# pytest's options and those of pytest-cov, pytest-split and pytest-shard, by the values that demand nothing.
OPTIONS = {
    "cov_fail_under": 0,
    "lf": False,
    "stepwise": False,
    "splits": None,
    "group": None,
    "num_shards": 1,
    "shard_id": 0,
}


def attach(results):
    """Of coverage.py: `coverage report --fail-under` is a command of its own, behind the one that ran the tests."""
    if selection.wanted is not None and hasattr(results, "should_fail_under"):
        results.should_fail_under = lambda *_: False


def relax(config):
    # pytest-cov keeps the options that it has read before the command line is complete.
    plugin = config.pluginmanager.getplugin("_cov")
    for options in (config.option, getattr(plugin, "options", None)):
        for name, value in OPTIONS.items():
            if hasattr(options, name):
                setattr(options, name, value)
