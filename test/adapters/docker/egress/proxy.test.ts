// The egress proxy's program as its clients see it: what it lets through, and what it refuses however it is spelled.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Docker from 'dockerode';
import type { AllowedHost } from '../../../../src/adapters/docker/egress/allowed-hosts.ts';
import type { EgressRules } from '../../../../src/adapters/docker/egress/egress.ts';
import { proxyImage, proxyWords } from '../../../../src/adapters/docker/egress/program.ts';
import { lastLogs } from '../../../../src/adapters/docker/services/last-logs.ts';
import { ownAddress, type RunningProxy, runningProxy } from './running-proxy.ts';

const address = ownAddress ?? '';
const rules: EgressRules = { public: [], own: [], upstream: {}, direct: [] };

function host(name: string, ports: readonly number[] = [80, 443], subdomains = false): AllowedHost {
  return { host: name, ports, subdomains };
}

const origin = createServer(async (asked, answer) => {
  const body = (await asked.setEncoding('utf8').toArray()).join('');
  const { method, url, headers } = asked;
  if (url === '/pieces') {
    answer.write('one ');
    answer.end('two');
  } else answer.end(JSON.stringify({ method, url, headers, body }));
});
const echo = createTcpServer({ allowHalfOpen: true }, socket => socket.pipe(socket));
let port: number;
let echoPort: number;
let proxy: RunningProxy;

beforeAll(async () => {
  origin.listen(0, address);
  echo.listen(0, address);
  await Promise.all([once(origin, 'listening'), once(echo, 'listening')]);
  [port, echoPort] = [origin, echo].map(server => (server.address() as AddressInfo).port) as [number, number];
  proxy = await runningProxy({
    ...rules,
    own: [host(address, [port, echoPort]), host('localhost', [80, port]), host('inner.test', [80], true)],
    public: [host('registry.test'), host('files.test', [80, 443], true)],
  });
});

afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  origin.closeAllConnections();
  origin.close();
  echo.close();
});

describe('what is listed', () => {
  test('is asked as it was asked, without what concerns the proxy', async () => {
    const headers = {
      'Proxy-Authorization': 'Basic x',
      'X-Own': 'kept',
      Host: 'another.test',
      Connection: 'X-Own, close',
    };
    const { status, text } = await proxy.get(`http://me@${address}:${port}/a/b?c=%20d`, {
      method: 'POST',
      headers: { ...headers, 'Content-Length': '5' },
      body: 'hello',
    });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      method: 'POST',
      url: '/a/b?c=%20d',
      headers: { host: `${address}:${port}`, connection: 'close', 'content-length': '5', 'x-own': 'kept' },
      body: 'hello',
    });
  });

  test('may answer in pieces, or without a body', async () => {
    expect(await proxy.get(`http://${address}:${port}/pieces`)).toEqual({ status: 200, text: 'one two' });
    expect(await proxy.get(`http://${address}:${port}/`, { method: 'HEAD' })).toEqual({ status: 200, text: '' });
  });

  test('is asked twice over one connection, also when the second request does not wait', async () => {
    const ask = (path: string) => `GET http://${address}:${port}/${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
    const answers = await proxy.send(ask('first') + ask('second'));
    expect(answers.match(/"url":"[^"]+"/g)).toEqual(['"url":"/first"', '"url":"/second"']);
  });

  test('is reached through a tunnel, in both directions and until both have ended', async () => {
    const socket = (await proxy.connect(`${address}:${echoPort}`)) as Socket;
    const large = 'x'.repeat(3_000_000);
    socket.setEncoding('utf8').end(large);
    expect((await socket.toArray()).join('') === large).toBe(true);
  });
});

describe('what is not listed', () => {
  test.each([
    ['another host', 'example.com:443'],
    ['a host that ends like a listed one', 'evilregistry.test:443'],
    ['a host that begins like a listed one', 'registry.test.evil.test:443'],
    ['a name below a listed host', 'a.registry.test:443'],
    ['a host whose names below are listed', 'files.test:443'],
    ['a host that ends like one whose names below are listed', 'evilfiles.test:443'],
    ['another port of a listed host', 'registry.test:22'],
    ['another port of a listed address', '169.254.169.254:80'],
    ['a metadata service by its name', 'metadata.google.internal:80'],
    ['a metadata service by its IPv6 address', '[fd00:ec2::254]:80'],
    ['the loopback', '127.0.0.1:80'],
    ['the loopback in short', '127.1:80'],
    ['the loopback as a number', '2130706433:80'],
    ['the loopback in hexadecimal', '0x7f000001:80'],
    ['the loopback in octal', '0177.0.0.1:80'],
    ['the loopback of IPv6', '[::1]:80'],
    ['an IPv4 address inside an IPv6 address', `[::ffff:${address}]:PORT`],
    ['an IPv4 address with a leading zero', `0${address}:PORT`],
    ['an IPv6 address with a zone', '[fe80::1%25eth0]:80'],
    ['a name in punycode', 'xn--rgistry-bya.test:443'],
    ['two hosts', 'registry.test:443@evil.test:443'],
  ])('%s is refused: %s', async (_, authority) => {
    const target = authority.replace('PORT', String(port));
    expect(await proxy.connect(target)).toBe(403);
    expect((await proxy.send(`GET http://${target}/ HTTP/1.0\r\n\r\n`)).split('\r\n')[0]).toMatch(/^HTTP\/1\.1 403 /);
  });

  test('is refused in other letters, too, and what is listed is not', async () => {
    expect(await proxy.send('CONNECT r\u00e9gistry.test:443 HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 403 /);
    // Not resolvable, but let through until then.
    for (const listed of ['REGISTRY.test:443', 'registry.test.:443', 'a.files.test:443', 'a.b.files.test:80'])
      expect(await proxy.connect(listed)).toBe(502);
  });

  test('is named once, with what was wrong', async () => {
    const own = await runningProxy({ ...rules, public: [host('registry.test')] });
    await using _own = own;
    for (let count = 0; count < 3; count += 1) await own.connect('Example.com:443');
    await own.connect('registry.test:22');
    await own.connect('registry.test/x:443');
    expect(await own.refusals()).toEqual([
      { why: 'host', host: 'example.com', port: 443 },
      { why: 'port', host: 'registry.test', port: 22 },
      { why: 'name', host: '', port: 0 },
    ]);
    for (let count = 0; count < 60; count += 1) await own.connect(`host-${count}.test:443`);
    expect((await own.refusals()).length).toBe(40);
  });

  test.each([
    ['another scheme', 'GET ftp://registry.test/x HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a scheme that needs a tunnel', 'GET https://registry.test/x HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a path alone', 'GET /x HTTP/1.1\r\nHost: registry.test\r\n\r\n'],
    [
      'a body of unknown length',
      'POST http://registry.test/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['another method', 'BREW http://registry.test/ HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('%s is refused', async (_, request) => {
    expect(await proxy.send(request)).toMatch(/^HTTP\/1\.1 501 /);
  });
});

describe('a listed name', () => {
  test('that leads to this machine is refused, whoever listed it', async () => {
    expect(await proxy.connect('localhost:80')).toBe(403);
    expect((await proxy.get(`http://localhost:${port}/`)).status).toBe(403);
    expect(await proxy.refusals()).toContainEqual({ why: 'address', host: 'localhost', port });
  });

  test('leads to public addresses, and where the operator listed it to private ones, but never to metadata', async () => {
    const everyone = ['1.1.1.1', '2606:4700::1111', '64:ff9b::101:101', '::ffff:1.1.1.1'];
    const operator = [
      '10.0.0.5',
      '172.17.0.1',
      '192.168.1.1',
      '100.64.0.1',
      'fd00::5',
      '64:ff9b::a00:5',
      '::ffff:10.0.0.5',
    ];
    const noOne = [
      ...[
        '127.0.0.1',
        '127.255.0.1',
        '0.0.0.0',
        '0.1.2.3',
        '169.254.169.254',
        '169.254.170.2',
        '224.0.0.1',
        '255.255.255.255',
      ],
      ...[
        '168.63.129.16',
        '100.100.100.200',
        '192.0.0.192',
        'fd00:ec2::254',
        'fd20:ce::254',
        '240.0.0.1',
        'fe80::1%eth0',
      ],
      ...[
        '::1',
        '::',
        'fe80::1',
        'ff02::1',
        '::ffff:127.0.0.1',
        '::ffff:169.254.169.254',
        '2002:7f00:1::',
        '2002:a9fe:a9fe::',
      ],
      ...['64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '::127.0.0.1', '64:ff9b:1::1'],
    ];
    const all = [...everyone, ...operator, ...noOne];
    const reachable = await reachableOf(all);
    expect(all.filter(each => reachable.public.includes(each))).toEqual(everyone);
    expect(all.filter(each => reachable.own.includes(each))).toEqual([...everyone, ...operator]);
  });
});

describe('the host’s own proxy', () => {
  const asked: string[] = [];
  /** What came through tunnels. */
  const received: Buffer[] = [];
  const upstream = createTcpServer(socket => {
    socket.once('data', data => {
      const head = String(data);
      asked.push(head);
      if (head.includes('closed.test')) socket.end('HTTP/1.1 407 Who are you\r\n\r\n');
      else if (head.startsWith('CONNECT')) {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.once('data', bytes => {
          received.push(bytes);
          socket.end();
        });
      } else socket.end('HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nthrough');
    });
    socket.on('error', () => {});
  });
  let chained: RunningProxy;

  beforeAll(async () => {
    upstream.listen(0, address);
    await once(upstream, 'listening');
    const url = `http://worker:s%2Fcret@${address}:${(upstream.address() as AddressInfo).port}`;
    chained = await runningProxy({
      public: [host('registry.test'), host('closed.test')],
      own: [host(address, [port])],
      upstream: { http: url, https: url },
      direct: ['.acme.test', `${address}/32`],
    });
  });

  afterAll(async () => {
    await chained[Symbol.asyncDispose]();
    upstream.close();
  });

  test('is asked for the name, with its credentials', async () => {
    const authorization = `Proxy-Authorization: Basic ${Buffer.from('worker:s/cret').toString('base64')}`;
    const socket = (await chained.connect('registry.test:443')) as Socket;
    socket.destroy();
    expect(asked.at(-1)).toContain('CONNECT registry.test:443 HTTP/1.1\r\n');
    expect(asked.at(-1)).toContain(authorization);
    expect(await chained.get('http://registry.test/x')).toEqual({ status: 200, text: 'through' });
    expect(asked.at(-1)).toContain('GET http://registry.test:80/x HTTP/1.1\r\n');
    expect(asked.at(-1)).toContain(authorization);
  });

  test.each([
    ['the host itself', 'registry.test', true],
    ['the host in other letters', 'Registry.TEST', true],
    ['no host', '', false],
    ['another host at the same address', 'evil.test', false],
  ])('is sent TLS through a tunnel to a registry that greets %s', async (_, servername, isPassedOn) => {
    received.length = 0;
    const socket = (await chained.connect('registry.test:443')) as Socket;
    const client = connectTls({ socket, servername }).on('error', () => {});
    await new Promise(closed => client.once('close', closed));
    expect(received.length > 0).toBe(isPassedOn);
    const isNamed = (await chained.refusals()).some(refusal => refusal.host === 'evil.test');
    expect(isNamed).toBe(servername === 'evil.test');
  });

  test('is not sent anything else through it', async () => {
    received.length = 0;
    const socket = (await chained.connect('registry.test:443')) as Socket;
    socket.write('SSH-2.0-OpenSSH_9.2p1\r\n');
    await once(socket.resume(), 'close');
    expect(received).toEqual([]);
    expect(await chained.refusals()).toContainEqual({ why: 'protocol', host: 'registry.test', port: 443 });
  });

  test('is not asked for what is not listed, nor for what is reached without it', async () => {
    const before = asked.length;
    expect(await chained.connect('example.com:443')).toBe(403);
    const { text } = await chained.get(`http://${address}:${port}/direct`);
    expect(JSON.parse(text)).toMatchObject({ url: '/direct' });
    expect(text).not.toContain('uthorization');
    expect(asked.length).toBe(before);
  });

  test('that refuses is named, and its credentials are not', async () => {
    const answer = await chained.send('CONNECT closed.test:443 HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 502 The host's own proxy answered 407 for closed\.test:443\r\n/);
    expect(answer).not.toMatch(/cret|worker/);
  });
});

/** Which of the addresses a name of our list and one of the operator's may have. */
async function reachableOf(addresses: readonly string[]): Promise<Record<'own' | 'public', readonly string[]>> {
  const [, , , loader = '', , , policy = ''] = proxyWords;
  const question = `import json, policy, sys
addresses = json.loads(sys.argv[1])
of = lambda own: [address for address in addresses if policy.is_reachable(address, own)]
print(json.dumps({"own": of(True), "public": of(False)}))`;
  const container = await new Docker().createContainer({
    Image: proxyImage,
    Entrypoint: ['python3', '-I', '-c', loader, '2', 'policy', policy, 'question', question, JSON.stringify(addresses)],
    Env: [`EGRESS=${JSON.stringify(rules)}`],
    HostConfig: { NetworkMode: 'none' },
  });
  try {
    await container.start();
    await container.wait();
    return JSON.parse(await lastLogs(container));
  } finally {
    await container.remove({ force: true });
  }
}
