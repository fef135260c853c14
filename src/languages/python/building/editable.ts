// `pip install .` copies the source into site-packages, which our changes would not reach: it becomes `pip install -e .`.

const install = /^(.*?\bpip[\d.]*\s+install\b)(.*)$/;
/** `.`, `./sub`, `.[test]`, quoted or not: a folder of the work tree. */
const localPath = /^(["']?)(?:\.|\.\/[^\s"']*?)(?:\[[^\]]*\])?\/?\1$/;
const builtWheel = /^["']?(?:\.\/)?dist\/\S+$/;

/** The script with an editable install of its own package; `frozen` says whether that changed it. */
export function editable(text: string): { text: string; frozen: boolean } {
  const changed = text
    .replace(/\b(python[\d.]*) setup\.py install\b/g, '$1 -m pip install -e .')
    .replace(/(\b(?:uv|pdm) (?:sync|install)\b.*?)\s--no-editable\b/g, '$1')
    .replace(/\bflit install\b(?!.*(?:\s-s\b|--symlink|--pth-file))/g, 'flit install --symlink')
    .split('\n')
    .map(inLine)
    .join('\n');
  return { text: changed, frozen: changed !== text };
}

function inLine(line: string): string {
  return line
    .split(/(\s*(?:&&|;|\|\|)\s*)/)
    .map(inCommand)
    .join('');
}

function inCommand(command: string): string {
  const [, call, rest] = install.exec(command) ?? [];
  if (call === undefined || rest === undefined) return command;
  let before = '';
  const words = rest.split(/(\s+)/).map(word => {
    if (word.trim() === '') return word;
    const asked = before;
    before = word;
    if (/^(?:-[ercft]|--(?:editable|requirement|constraint|find-links|target))$/.test(asked)) return word;
    if (builtWheel.test(word)) return '-e .';
    return localPath.test(word) && !/\.(?:txt|whl|gz)\b/.test(word) ? `-e ${word}` : word;
  });
  return call + words.join('');
}
