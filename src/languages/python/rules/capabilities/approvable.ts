// What of the table an honest repair can need, so that a person may approve it where no repair does without.
//
// An allow-list: whatever is not named here stays refused, for by it the code could change what the tests say of it. Among these are
// frames, native memory, code and imports at run time, replaced parts of other modules, signals, exits, threads and the test run.
// Reading files is, too, since the expected values lie in files, and so are children that share the memory of the tests.
import type { Node } from '../../../syntax.ts';
import type { CapabilityName } from './table.ts';
import type { Use } from './uses.ts';

export function isApprovable({ capability, name, node }: Use): boolean {
  const names = approvable[capability];
  return (names === 'all' || names?.has(name) === true) && !(circumstances.has(capability) && decides(node));
}

/** What differs between the tests and every other place: a branch on it makes a special case of the tests. */
const circumstances: ReadonlySet<CapabilityName> = new Set(['environment', 'chance']);

const approvable: Partial<Record<CapabilityName, ReadonlySet<string> | 'all'>> = {
  // Programs of their own. Children by a fork have the tests in their memory.
  processes: setOf('subprocess asyncio.subprocess asyncio.create_subprocess_exec'),
  network: setOf(
    `socket ssl http.client urllib.request xmlrpc ftplib smtplib poplib imaplib asyncio.streams asyncio.open_connection requests httpx
    create_connection aiohttp urllib3 httplib2 websocket websockets paramiko grpc boto3 botocore redis pymongo psycopg psycopg2 pymysql zmq pika kafka dns`,
  ),
  // Settings. Who runs the code, where and with which arguments is a circumstance, and no repair depends on it.
  environment: setOf('os.environ os.getenv os.path.expandvars dotenv environs decouple'),
  clock: 'all',
  chance: 'all',
  writes: setOf(
    `open io.open codecs.open gzip.open bz2.open lzma.open aiofiles.open zipfile.ZipFile tempfile sqlite3 write_text write_bytes mkdir
    unlink rmdir os.mkdir os.makedirs os.remove os.unlink os.rename os.replace os.rmdir shutil.copy shutil.copy2 shutil.copyfile
    shutil.copyfileobj shutil.move pathlib.Path().touch pathlib.Path().rename pathlib.Path().replace`,
  ),
};

/** Whether a condition is made with it. */
function decides(node: Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const around = at.parent;
    const condition =
      around.type === 'conditional_expression'
        ? around.namedChildren[1]
        : (around.childForFieldName('condition') ?? around.childForFieldName('subject'));
    if (around.type === 'if_clause' || condition?.id === at.id) return true;
    if (around.type === 'block') return false;
  }
  return false;
}

function setOf(names: string): ReadonlySet<string> {
  return new Set(names.split(/\s+/));
}
