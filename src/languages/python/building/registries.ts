// The hosts from which setup of a Python job downloads. It may also build a front end or a compiled extension, so other languages'
// registries are among them. Places where everyone can put a file (buckets, pastebins) are not.

export const hosts: readonly string[] = [
  ...['pypi.org', 'files.pythonhosted.org', 'test.pypi.org', 'test-files.pythonhosted.org', 'bootstrap.pypa.io'],
  ...['www.python.org', 'downloads.python.org', 'astral.sh', 'releases.astral.sh', 'install.python-poetry.org'],
  ...['pdm-project.org', 'hatch.pypa.io', 'micro.mamba.pm', 'conda.anaconda.org', 'api.anaconda.org'],
  ...['repo.anaconda.com', 'conda-static.anaconda.org', 'repo.prefix.dev', 'pypi.nvidia.com'],
  ...['download.pytorch.org', 'download-r2.pytorch.org'],
  // Node.js
  ...['registry.npmjs.org', 'registry.yarnpkg.com', 'nodejs.org'],
  // Rust
  ...['crates.io', 'index.crates.io', 'static.crates.io', 'static.rust-lang.org', 'sh.rustup.rs'],
  // Go
  ...['proxy.golang.org', 'sum.golang.org', 'go.dev', 'dl.google.com'],
];
