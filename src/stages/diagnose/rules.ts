// Stops that need no model: infrastructure failures, commands that run no tests or fail before any, logs that mention no tests.
//
// The failing command and its exit code decide, and then what it says. No rule fires if the log has a failing test: it explains
// the red run, whatever its output says. A test about refused connections prints "Connection refused", and yet the code is wrong.

import type { Evidence } from '../../incident/evidence.ts';
import type { Stop } from '../../incident/stop.ts';
import { allLanguages } from '../../languages/languages.ts';
import { checkStop, commandStop } from './command-rules.ts';
import { jobTimedOut, logLine, noFailingTest } from './details.ts';
import { failingCommands } from './failing-commands.ts';

export function ruledOut(evidence: Evidence): Stop | null {
  if (evidence.failures.length > 0) return null;
  const lines = reportedLines(evidence.digest);
  const failing = failingCommands(evidence, lines);
  return (
    timeLimit(lines) ??
    checkStop(failing, lines) ??
    fault(lines) ??
    commandStop(evidence, failing, lines) ??
    withoutTests(evidence)
  );
}

/** The annotations and the log: the step's script only says what it would do. */
function reportedLines(digest: string): string[] {
  const start = ['\nAnnotations:\n', '\nLog:\n'].map(heading => digest.indexOf(heading)).filter(at => at !== -1);
  return digest
    .slice(start.length > 0 ? Math.min(...start) : 0)
    .split('\n')
    .map(line => line.trim());
}

/** Hosts that the setup of any job contacts, besides the registries of the languages. */
const HOSTS =
  /registry\.npmjs\.org|docker\.io|ghcr\.io|quay\.io|mcr\.microsoft\.com|(?:archive|security|azure\.archive|ports|esm)\.ubuntu\.com|launchpad(?:content)?\.net|packages\.microsoft\.com|deb\.debian\.org|(?:api\.|codeload\.|raw\.|objects\.)?github(?:usercontent)?\.com|actions\.githubusercontent\.com|crates\.io/;
/** As the system, the runner and its actions report it; the installers of the languages have their own words. */
const NETWORK =
  /Temporary failure (?:in name resolution|resolving)|Name or service not known|Could not resolve host|EAI_AGAIN|ENOTFOUND|ETIMEDOUT|ECONNRESET|ECONNREFUSED|Connection (?:refused|reset by peer|timed out|aborted)|Connect(?:ion)?TimeoutError|Failed to connect to|TLS handshake timeout|Operation timed out|i\/o timeout|context deadline exceeded|(?:Could not|Unable to) connect to/;
const SERVER =
  /\b50[0234]\b.{0,40}(?:Error|Bad Gateway|Service Unavailable|Gateway Time-?out)|(?:error|status(?: code)?|HTTP)\W{1,4}50[0234]\b/i;
const RATE = /\b429\b|Too Many Requests|rate limit exceeded|toomanyrequests|secondary rate limit/i;

/** Messages of the runner and the system that are unambiguous wherever they appear. */
const FAULTS: readonly RegExp[] = [
  /runner(?:: .{1,200})? lost communication with the server/,
  /runner has received a shutdown signal|Received shutdown signal/i,
  /recent account payments have failed|account is locked due to a billing issue|spending limit needs to be increased/,
  /maximum execution time while awaiting a runner/,
  /The job was not acquired by Runner|GitHub Actions has encountered an internal error|Unable to download actions?|Failed to download action/,
  /No space left on device/i,
  /^(?:##\[error\]|\S{1,300}:\d{1,7}: )?The operation was cancell?ed\.$/,
  /Error response from daemon: .{0,300}(?:timeout|timed out|context deadline exceeded|request canceled|connection|toomanyrequests|EOF|50[0234]|TLS|pull rate limit)/i,
  /docker pull failed|failed to pull image|Failed to initialize container|Docker pull failed with exit code/i,
  /RPC failed; (?:HTTP 5\d\d|curl \d+)|fetch-pack: unexpected disconnect/,
  /E: Failed to fetch https?:/,
  /npm (?:ERR!|error) (?:network|code (?:ETIMEDOUT|ECONNRESET|EAI_AGAIN|ENOTFOUND|E50\d|E429))/,
  /API rate limit exceeded/,
];

function fault(lines: readonly string[]): Stop | null {
  const line = lines.find(text => {
    const retries = allLanguages.map(({ building }) => building.retries).find(({ warning }) => warning.test(text));
    return retries ? lines.some(other => retries.gaveUp.test(other)) : isFault(text);
  });
  return line === undefined ? null : { code: 'infrastructure', detail: logLine(line) };
}

function isFault(line: string): boolean {
  if (FAULTS.some(pattern => pattern.test(line))) return true;
  return isRemote(line) && (isNetworkError(line) || SERVER.test(line) || RATE.test(line));
}

/** A network error that names such a host is not caused by the code. */
function isRemote(line: string): boolean {
  return HOSTS.test(line) || allLanguages.some(({ building }) => building.registries.test(line));
}

function isNetworkError(line: string): boolean {
  return NETWORK.test(line) || allLanguages.some(({ building }) => building.networkError.test(line));
}

const TIME_LIMIT =
  /(?:has exceeded|is about to exceed) (?:the|its) maximum execution time(?! while awaiting)|^##\[error\]The action .{0,300}has timed out after|^##\[error\]Process completed with exit code 124\.$|^(?:\S+\/)?timeout: sending signal \w+ to command/;

/** Without a known test: a hang of a known test is a failing test. */
function timeLimit(lines: readonly string[]): Stop | null {
  const line = lines.find(text => TIME_LIMIT.test(text));
  return line === undefined ? null : { code: 'unsupported', detail: jobTimedOut(line) };
}

/** If the log mentions tests of a supported language, the model may still find the cause. */
function withoutTests({ commands, digest, job }: Evidence): Stop | null {
  // The last command is an earlier step's where the failing one is an action: it has no exit code then.
  const command = commands.at(-1);
  const texts = [digest, command?.exitCode == null ? '' : command.script];
  if (allLanguages.some(({ log }) => texts.some(log.mentionsTests))) return null;
  const titles = allLanguages.map(({ title }) => title);
  return { code: 'unsupported', detail: noFailingTest(job, titles) };
}
