// What code that runs beside the tests can do to the report: forged or rewritten, it proves nothing.
import { afterAll, expect, test } from '@jest/globals';
import { hookedContainer } from './hooked-container.ts';

const container = await hookedContainer();
afterAll(async () => await container[Symbol.asyncDispose]());

const suite = 'import shop\n\ndef test_one(): assert shop.price() == 1\n\ndef test_two(): assert shop.price() == 2\n';
const unittests = `
import unittest, shop

class Prices(unittest.TestCase):
    def test_one(self): self.assertEqual(shop.price(), 1)
    def test_two(self): self.assertEqual(shop.price(), 2)
`;
const report = 'import json\nreport = json.load(open("/var/lib/nightwatch/hook.json"))["report"]\n';

/** The report as a session of its own writes it, sealed with a key that the forger was given. */
const forged = `${report}
import hashlib, hmac, os

def lines(key):
    said = [{"kind": "begin"}, {"kind": "collected", "ids": ["tests/test_a.py::test_one", "tests/test_a.py::test_two"]}]
    for name in ("one", "two"):
        said.append({"kind": "result", "id": "tests/test_a.py::test_" + name, "outcome": "passed", "phase": "call", "failure": None})
    said = [json.dumps(dict(each, session="forged")) for each in said]
    seal = hmac.new(key.encode(), "".join(said).encode(), hashlib.sha256).hexdigest()
    return said + [json.dumps({"kind": "end", "status": 0, "slowest": 0.1, "seal": seal, "session": "forged"})]

def forge(key):
    open(report, "w").write("\\n".join(lines(key)) + "\\n")
    os._exit(0)
`;

const attacks: readonly (readonly [string, string])[] = [
  ['an early end in green', 'import os\ndef price(): os._exit(0)\n'],
  ['a report under a key of its own making', `${forged}\ndef price(): forge("guess")\n`],
  [
    'a report under another key of root',
    `${forged}
def price():
    open("/var/lib/nightwatch/ask", "w").write("\\n")
    forge(open("/var/lib/nightwatch/answer").readline().strip())
`,
  ],
  [
    'a report that is rewritten at exit',
    `${report}
import atexit
def rewrite():
    text = open(report).read().replace('"failed"', '"passed"')
    open(report, "w").write(text)
    import os
    os._exit(0)
atexit.register(rewrite)
def price(): return 1
`,
  ],
  [
    'a thread that overwrites it',
    `${report}
import threading, time
def overwrite():
    while True:
        time.sleep(0.001)
        text = open(report, "a+").seek(0) or open(report).read().replace('"passed"', '"skipped"')
        open(report, "w").write(text)
threading.Thread(target=overwrite, daemon=True).start()
def price():
    time.sleep(0.1)
    return 1
`,
  ],
];

test.each(attacks)('%s proves nothing', async (_, shop) => {
  const files = { 'shop.py': shop, 'tests/test_a.py': suite, 'tests/test_b.py': unittests };
  for (const command of ['PYTHONPATH=. pytest tests/test_a.py', 'PYTHONPATH=. python -m unittest tests.test_b']) {
    const { run } = await container.run(files, command);
    expect(run.void).not.toBeNull();
  }
});

test('no key is left where a test could read it', async () => {
  const shop = `
import gc, json, re, subprocess, sys
settings = json.load(open("/var/lib/nightwatch/hook.json"))
def price():
    seen = [vars(module) for name, module in list(sys.modules.items()) if "nightwatch" in name]
    held = [each for one in gc.get_objects() for each in gc.get_referents(one) if isinstance(each, (str, bytes))]
    keys = {key for each in held for key in re.findall("[0-9a-f]{32}", str(each))}
    print("SEEN", json.dumps([settings, repr(seen), sorted(keys), repr(sys._getframe().f_back.f_locals)]))
    print("KEYS", subprocess.run(["cat", "/var/lib/nightwatch/keys"], capture_output=True, text=True).stdout)
    return 1
`;
  const files = { 'shop.py': shop, 'tests/test_a.py': suite };
  const { output, run, keys } = await container.run(files, 'PYTHONPATH=. pytest -s tests/test_a.py');
  expect(run.void).toBeNull();
  expect(keys).toHaveLength(1);
  expect(output).toContain('SEEN');
  for (const key of keys) expect(output).not.toContain(key);
});
