// Feeds that are fetched side by side, with decorators, generators and async functions: the last batch is lost.
import type { Project } from '../../../src/measure/hostile/case.ts';
import { failure } from './failure.ts';

const path = 'tests/test_feeds.py';

export const feeds: Project = {
  name: 'feeds',
  files: {
    'feeds/__init__.py': '',
    'feeds/fetch.py': `"""Fetches feeds, a few at once."""

import asyncio
import functools
import html
import json
import logging
import ssl
import subprocess
import urllib.request

log = logging.getLogger(__name__)

LIMIT = 1_000_000
TIMEOUT = 10


class FeedError(ValueError):
    """A feed that cannot be read."""


def logged(function):
    """Notes each call."""

    @functools.wraps(function)
    def wrapper(*args, **options):
        log.debug("%s is called", function.__name__)
        return function(*args, **options)

    return wrapper


def download(url):
    if not url.startswith("https://"):
        raise FeedError(url)
    context = ssl.create_default_context()
    with urllib.request.urlopen(url, timeout=TIMEOUT, context=context) as answer:
        return answer.read(LIMIT)


def converted(path):
    """A feed in an old format as JSON."""
    done = subprocess.run(["feed2json", path], check=True, capture_output=True, timeout=TIMEOUT)
    return done.stdout


@logged
def parsed(text):
    if len(text) > LIMIT:
        raise FeedError("too long")
    return json.loads(text)


def headline(item):
    return f"<h2>{html.escape(item['title'])}</h2>"


def batches(items, size):
    """Lists of at most so many items."""
    if size < 1:
        raise ValueError(size)
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []


async def collected(sources, size=2):
    """The items of all sources; a source is an async function."""
    found = []
    for batch in batches(sources, size):
        for items in await asyncio.gather(*(source() for source in batch)):
            found.extend(items)
    return found
`,
    [path]: `import asyncio

import pytest

from feeds.fetch import FeedError, batches, collected, download, headline, parsed


def source(*items):
    async def give():
        await asyncio.sleep(0)
        return list(items)

    return give


def test_two_sources():
    assert asyncio.run(collected([source("a"), source("b", "c")])) == ["a", "b", "c"]


def test_three_sources():
    found = asyncio.run(collected([source("a"), source("b"), source("d", "e")]))
    assert found == ["a", "b", "d", "e"]


def test_no_items():
    assert list(batches([], 3)) == []


def test_no_size():
    with pytest.raises(ValueError):
        list(batches([1], 0))


def test_only_https():
    with pytest.raises(FeedError):
        download("http://example.org")


def test_parsed():
    assert parsed('{"title": "News"}') == {"title": "News"}


def test_headline():
    assert headline({"title": "a & b"}) == "<h2>a &amp; b</h2>"
`,
  },
  failure: failure({
    test: [path, 'test_three_sources'],
    testLine: 22,
    errorType: 'AssertionError',
    message: "assert ['a', 'b'] == ['a', 'b', 'd', 'e']",
  }),
  suspect: { file: 'feeds/fetch.py', function: 'batches', line: 60 },
  passing: ['two_sources', 'no_items', 'no_size', 'only_https', 'parsed', 'headline'].map(
    name => `${path}::test_${name}`,
  ),
  guard: {
    path: 'tests/test_feeds_regression.py',
    test: 'test_what_is_left',
    source: `from feeds.fetch import batches


def test_what_is_left():
    assert list(batches([31, 32, 33, 34, 35], 3)) == [[31, 32, 33], [34, 35]]
`,
  },
  fix: [
    {
      path: 'feeds/fetch.py',
      search: '            yield batch\n            batch = []\n',
      replace: '            yield batch\n            batch = []\n    if batch:\n        yield batch\n',
      line: null,
    },
  ],
};
