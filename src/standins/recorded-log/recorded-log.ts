// Reads the log of a real run as downloaded from GitHub: the archive of a whole run, or the text of one job.
import { readFile } from 'node:fs/promises';
import AdmZip from 'adm-zip';
import { logLines } from '../../actions/log-lines.ts';
import { type RecordedStep, stepsOf, withoutMark } from './steps-of.ts';

export interface RecordedJob {
  readonly name: string;
  readonly steps: readonly RecordedStep[];
}

const howToDownload =
  'Download it from the page of the run ("Download log archive"), or with: gh api repos/OWNER/REPOSITORY/actions/runs/RUN/logs > log.zip';

/** Throws one sentence for the user when the file is no such log, or an incomplete one. */
export async function readRecordedLog(path: string): Promise<readonly RecordedJob[]> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${path} cannot be read (${cause.code ?? cause.message}).`, { cause });
  });
  const jobs = isZip(bytes) ? jobsOfArchive(textsIn(bytes, path)) : [jobOfText(bytes.toString('utf8'), path)];
  if (jobs.length === 0) throw new Error(`${path} is a zip file, but holds no log of a job. ${howToDownload}`);
  return jobs;
}

function isZip(bytes: Buffer): boolean {
  return bytes.subarray(0, 2).toString('latin1') === 'PK';
}

/** Text by name; every file is read, so that a damaged one is noticed. */
function textsIn(bytes: Buffer, path: string): ReadonlyMap<string, string> {
  try {
    const files = new AdmZip(bytes)
      .getEntries()
      .filter(entry => !entry.isDirectory && entry.entryName.endsWith('.txt'));
    return new Map(files.map(file => [file.entryName, file.getData().toString('utf8')]));
  } catch (cause) {
    throw new Error(`${path} is an incomplete or damaged zip file. ${howToDownload}`, { cause });
  }
}

/** `0_test.txt` is the log of a job, `test/3_Run pytest.txt` that of a step. Newer archives hold no logs of steps. */
function jobsOfArchive(texts: ReadonlyMap<string, string>): RecordedJob[] {
  const whole = [...texts].flatMap(([file, text]) => {
    const [, position, name] = /^(-?\d+)_([^/]+)\.txt$/.exec(file) ?? [];
    return name === undefined ? [] : [{ position: Number(position), name, text }];
  });
  const folders = [...texts.keys()].flatMap(file => /^([^/]+)\/\d+_/.exec(file)?.[1] ?? []);
  const names = [...whole.toSorted((a, b) => a.position - b.position).map(({ name }) => name), ...folders];
  return [...new Set(names)].map(name => {
    const text = whole.find(one => one.name === name)?.text ?? '';
    const own = stepFiles(texts, name);
    const steps = own.length > 0 ? own : stepsOf(text);
    return { name: completeName(text, steps) ?? name, steps };
  });
}

function stepFiles(texts: ReadonlyMap<string, string>, job: string): RecordedStep[] {
  const found = [...texts].flatMap(([file, text]) => {
    const [, folder, number, name] = /^([^/]+)\/(\d+)_([^/]*)\.txt$/.exec(file) ?? [];
    if (folder !== job || name === undefined) return [];
    return [{ name, number: Number(number), log: withoutMark(text) }];
  });
  return found.toSorted((a, b) => a.number - b.number);
}

function jobOfText(text: string, path: string): RecordedJob {
  if (!logLines(text.slice(0, 10_000)).some(line => line.at !== null)) {
    throw new Error(
      `${path} is no log of GitHub Actions: it is neither a zip file nor a text whose lines begin with a time. ${howToDownload}`,
    );
  }
  const steps = stepsOf(text);
  const name = completeName(text, steps);
  if (name !== null) return { name, steps };
  throw new Error(`${path} does not name its job: it has no line "Complete job name: …". Is its beginning missing?`);
}

/** The names of files are cut, and have no `/` and `:`. */
function completeName(text: string, steps: readonly RecordedStep[]): string | null {
  const texts = [steps[0]?.log ?? '', text];
  return texts.flatMap(one => /^\S+Z Complete job name: (.+?)\r?$/m.exec(one)?.[1] ?? [])[0] ?? null;
}
