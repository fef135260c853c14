// `npm run demo`: the whole line on demo-repo/, from a failing push to a proven pull request with green CI on it.
import { join } from 'node:path';
import { demoAnswers, demoFiles } from './demo-files.ts';
import { play } from './run-line.ts';

const root = join(import.meta.dirname, '../..');
const apiKey = process.env['GEMINI_API_KEY'];

console.log(
  apiKey
    ? 'The answers come from the real Gemini, by your GEMINI_API_KEY.\n'
    : "The model's answers are scripted (demo-repo/.rehearsal/answers). Everything else happens for real. Set GEMINI_API_KEY to ask the real Gemini.\n",
);
const { green, exposing } = await demoFiles();
const ending = await play({
  directory: join(root, '.nightwatch/demo'),
  owner: 'acme',
  name: 'demo-repo',
  model: apiKey ? { apiKey } : { answers: demoAnswers },
  deed: 'A push adds a test that exposes a bug',
  createRepository: ({ github }) =>
    github.createRepository({ owner: 'acme', name: 'demo-repo', from: { files: green } }),
  push: ({ github }) =>
    github.commit({
      repository: 'acme/demo-repo',
      branch: 'main',
      files: exposing,
      message: 'Test unknown users',
    }),
});
process.exitCode = ending?.proposalRun?.conclusion === 'success' ? 0 : 1;
