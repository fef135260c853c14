"""Meets pytest (5 to 9) where it reads PYTEST_PLUGINS, so that neither variables nor `-p no:…` can lose the plugin.

A pytest within a pytest stays silent. Nothing of pytest is imported here, for it is not complete yet when this is.
"""
import nightwatch_report
import nightwatch_settings as settings

if settings.coverage is not None:
    import nightwatch_loading


def attach(module):
    if settings.coverage is not None:
        nightwatch_loading.watch()
    manager = module.PytestPluginManager
    consider_env = manager.consider_env

    def with_ours(self):
        consider_env(self)
        if nightwatch_report.active is None:
            from nightwatch_pytest_arrival import Arrival

            self.register(Arrival(), "nightwatch")

    manager.consider_env = with_ours
