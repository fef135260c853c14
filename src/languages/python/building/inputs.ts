// Which files of a tree can change the result of setup.

/** One too many costs an extra setup; one too few would test a commit against another commit's dependencies. */
const alwaysRead = [
  /^(.*\/)?requirements[^/]*\.(txt|in)$/i,
  /^(.*\/)?requirements\/.+\.(txt|in)$/i,
  /^(.*\/)?constraints[^/]*\.(txt|in)$/i,
  /^(.*\/)?environment[^/]*\.ya?ml$/,
  /^(.*\/)?(pyproject\.toml|setup\.py|setup\.cfg|Pipfile|Pipfile\.lock|poetry\.lock|uv\.lock|pdm\.lock|pylock[^/]*\.toml)$/,
  /^(.*\/)?(tox\.ini|noxfile\.py|MANIFEST\.in|\.python-version|Makefile|package\.json|package-lock\.json)$/,
  // An editable install compiles these too.
  /\.(c|cc|cpp|cxx|h|hpp|pyx|pxd|pxi|rs|f90)$/,
  /^(.*\/)?(CMakeLists\.txt|meson\.build|Cargo\.toml|Cargo\.lock)$/,
];

export function isInput(path: string): boolean {
  return alwaysRead.some(pattern => pattern.test(path));
}

/** `pip install .` copies the source to the installed packages, where later changes of the tree do not reach it. */
export function copiesTheSource(script: string): boolean {
  const lines = script.replaceAll('\\\n', ' ').split(/\n|&&|;|\|/);
  return lines.some(line => {
    if (
      /\bsetup\.py\s+(install|bdist_wheel|bdist|sdist)\b|-m\s+build\b|\bflit\s+install\b(?!.*(-s|--symlink)\b)/.test(
        line,
      )
    )
      return true;
    const install = /\bpip[\d.]*\s+install\s+(.*)$/.exec(line);
    return install?.[1] !== undefined && namesLocalPackage(install[1]);
  });
}

/** Options whose value is a path, but not of a package that would be copied. */
const pathOptions =
  /^(-[ercftd]|--(editable|requirement|constraint|find-links|target|dest|src|prefix|root|cache-dir))$/;

function namesLocalPackage(options: string): boolean {
  const words = options.split(/\s+/).map(word => word.replaceAll(/["']/g, ''));
  return words.some((word, index) => localPath.test(word) && !pathOptions.test(words[index - 1] ?? ''));
}

const localPath = /^(\.{1,2}(\/|\[|$)|file:|\/home\/runner\/work\/|\$\{?(GITHUB_WORKSPACE|PWD)\b)/;
