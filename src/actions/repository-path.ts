// Makes paths in a log relative to the work tree, and tells which are outside the repository.

/** The work tree of GitHub's runners: Linux, containers, macOS, Windows. */
const WORK_TREES = [
  /^\/home\/runner\/work\/[^/]+\/[^/]+\//,
  /^\/__w\/[^/]+\/[^/]+\//,
  /^\/github\/workspace\//,
  /^\/Users\/runner\/work\/[^/]+\/[^/]+\//,
  /^[A-Za-z]:\/a\/[^/]+\/[^/]+\//,
];

export function repositoryPath(logged: string): { file: string; inRepository: boolean } {
  const path = logged.replaceAll('\\', '/');
  const tree = WORK_TREES.find(pattern => pattern.test(path));
  const file = (tree ? path.replace(tree, '') : path).replace(/^(?:\.\/)+/, '');
  const isOutside =
    file.startsWith('/') || file.startsWith('<') || /^[A-Za-z]:\//.test(file) || file.split('/').includes('..');
  return { file, inRepository: file !== '' && !isOutside && !/(?:^|\/)hostedtoolcache\//.test(file) };
}
