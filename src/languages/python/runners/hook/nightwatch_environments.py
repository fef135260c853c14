"""Puts the hook into the environments that a run itself makes: nox and `tox -r` make theirs anew each time."""
import functools
import glob
import os

import nightwatch_install


def attach_to_venv(venv):
    venv.EnvBuilder.create = with_hook(venv.EnvBuilder.create, lambda self, folder: folder)


def attach_to_virtualenv(session):
    session.Session.run = with_hook(session.Session.run, lambda self: self.creator.dest)


def attach_to_nox(virtualenv):
    # Its environments may be uv's, which is no Python program.
    virtualenv.VirtualEnv.create = with_hook(virtualenv.VirtualEnv.create, lambda self: self.location)


def with_hook(create, folder_of):
    @functools.wraps(create)
    def created(self, *args, **kwargs):
        result = create(self, *args, **kwargs)
        folder = os.fspath(folder_of(self, *args, **kwargs))
        for packages in glob.glob(os.path.join(glob.escape(folder), "lib*", "*", "site-packages")):
            nightwatch_install.installed(packages)
        return result

    return created
