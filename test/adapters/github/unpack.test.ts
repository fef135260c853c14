// Log archives as they come from outside: whatever is in them, the answer is text or a reason, never a crash or a flood.
import { describe, expect, test } from '@jest/globals';
import AdmZip from 'adm-zip';
import { unpack } from '../../../src/adapters/github/unpack.ts';

describe('an archive', () => {
  test('yields its text files by name, without byte order marks, folders or other files', async () => {
    const archive = zip({
      '0_test.txt': '\ufefffirst',
      'test/1_Set up job.txt': 'ünï',
      'system.bin': 'x',
      'empty/': '',
    });
    expect(await read(archive)).toEqual({
      kind: 'files',
      files: [
        { name: '0_test.txt', text: 'first' },
        { name: 'test/1_Set up job.txt', text: 'ünï' },
      ],
    });
  });

  test('yields a job’s log only if its steps do not contain every line of it', async () => {
    const steps = { 'test/1_Set up job.txt': '\ufeffone\n', 'test/2_Test.txt': '\ufefftwo\n' };
    const names = async (archive: Buffer) => {
      const log = await read(archive);
      return log.kind === 'files' ? log.files.map(({ name }) => name) : [];
    };
    expect(await names(zip({ '0_test.txt': '\ufeffone\ntwo\n', ...steps }))).toEqual(Object.keys(steps));
    expect(await names(zip({ '0_test.txt': 'one\nand more\ntwo\n', ...steps }))).toContain('0_test.txt');
    expect(await names(zip({ '0_test.txt': 'one\ntwo\n', '1_test.txt': 'one\ntwo\n', ...steps }))).toHaveLength(4);
    expect(await names(zip({ '0_lint.txt': 'one\ntwo\n', ...steps }))).toContain('0_lint.txt');
  });

  test('with a file of 40 MB keeps head and tail, cut between lines and never within a private key', async () => {
    const row = `${'k'.repeat(63)}\n`;
    const start = `first\n${'x'.repeat(99)}\n`;
    const content = `${start}${row.repeat(600_000)}-----END PRIVATE KEY-----\n${row.repeat(12 * 16_384 - 100)}last\n`;
    const log = await read(zip({ '0_test.txt': content }));
    const text = (log.kind === 'files' ? log.files[0]?.text : null) ?? '';
    expect(text.startsWith(start)).toBe(true);
    expect(text.endsWith('\nlast\n')).toBe(true);
    expect(text).toMatch(/\n\[… [\d,]+ bytes omitted\]\n/);
    expect(text).not.toContain('END PRIVATE KEY');
    expect(text.length).toBeLessThan(17 * 1024 * 1024);
  });

  test('that is not UTF-8 is decoded lossily', async () => {
    const archive = zip({ '0_test.txt': Buffer.from([0x61, 0xff, 0x62]) });
    expect(await read(archive)).toMatchObject({ files: [{ text: 'a\ufffdb' }] });
  });

  test('with path traversal in its names writes nothing to disk', async () => {
    const archive = zip({ 'aa/aa/aa/etc/passwd.txt': 'root' });
    const evil = Buffer.from(archive.toString('latin1').replaceAll('aa/aa/aa', '../../..'), 'latin1');
    expect(await read(evil)).toEqual({ kind: 'files', files: [{ name: '../../../etc/passwd.txt', text: 'root' }] });
  });

  test.each([
    ['nothing at all', Buffer.alloc(0)],
    ['no zip', Buffer.from('<html>Server Error</html>')],
    ['a zip cut off in the middle', zip({ '0_test.txt': 'x'.repeat(10_000) }).subarray(0, 80)],
  ])('that is %s is reported as damaged', async (_, archive) => {
    expect(await read(archive)).toEqual({ kind: 'unavailable', reason: 'The log archive is damaged.' });
  });

  test('with a damaged file yields null as its text, and the others', async () => {
    const archive = zip({ '0_test.txt': 'some log text that is compressed', '1_lint.txt': 'fine' });
    expect(await read(flipped(archive))).toEqual({
      kind: 'files',
      files: [
        { name: '0_test.txt', text: null },
        { name: '1_lint.txt', text: 'fine' },
      ],
    });
  });

  test('without logs is unavailable', async () => {
    expect(await read(zip({}))).toMatchObject({ kind: 'unavailable' });
    expect(await read(zip({ 'a.bin': 'x' }))).toEqual({
      kind: 'unavailable',
      reason: 'The log archive contains no logs.',
    });
  });

  test('whose declared size exceeds our limit is not unpacked', async () => {
    const archive = claiming(zip({ '0_test.txt': 'x' }), 2 ** 30);
    expect(await read(archive)).toEqual({ kind: 'unavailable', reason: 'The log archive is too large to unpack.' });
  });

  test('that lies about its size is damaged, and not inflated beyond its declared size', async () => {
    const archive = claiming(zip({ '0_test.txt': 'x'.repeat(50_000_000) }), 1_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(await read(archive)).toEqual({ kind: 'files', files: [{ name: '0_test.txt', text: null }] });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
  });
});

/** The archive with the texts of all its files. */
async function read(archive: Buffer) {
  const log = unpack(archive);
  if (log.kind === 'unavailable') return log;
  const files = [];
  for (const { name, text } of log.files) files.push({ name, text: await text() });
  return { kind: log.kind, files };
}

function zip(files: Record<string, string | Buffer>): Buffer {
  const made = new AdmZip();
  for (const [name, content] of Object.entries(files)) made.addFile(name, Buffer.from(content));
  return made.toBuffer();
}

/** One bit of the first file's compressed bytes is another. */
function flipped(archive: Buffer): Buffer {
  const copy = Buffer.from(archive);
  const start = 30 + copy.readUInt16LE(26) + copy.readUInt16LE(28);
  copy.writeUInt8(copy.readUInt8(start + 8) ^ 1, start + 8);
  return copy;
}

/** The uncompressed size of the only file as its entry in the central directory tells it. */
function claiming(archive: Buffer, size: number): Buffer {
  const copy = Buffer.from(archive);
  copy.writeUInt32LE(size, copy.indexOf('PK\u0001\u0002') + 24);
  return copy;
}
