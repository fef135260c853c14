// `npm run demo`: the whole line on demo-repo/, from a failing push to a proven pull request with green CI on it.
import { join } from 'node:path';
import { demoAnswers, demoFiles } from './demo-files.ts';
import { runLine } from './run-line.ts';

const root = join(import.meta.dirname, '../..');
const apiKey = process.env['GEMINI_API_KEY'];

console.log(
  apiKey
    ? 'Answers come from the real Gemini (GEMINI_API_KEY is set).\n'
    : "The model's answers are scripted (demo-repo/.rehearsal/answers); everything else is real. Set GEMINI_API_KEY to ask the real Gemini.\n",
);
const { green, exposing } = await demoFiles();
const result = await runLine({
  directory: join(root, '.nightwatch/demo'),
  owner: 'acme',
  name: 'demo-repo',
  model: apiKey ? { apiKey } : { answers: demoAnswers },
  pushTitle: 'Push a test that exposes a bug',
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
process.exitCode = result?.proposalRun?.conclusion === 'success' ? 0 : 1;
