// A Gemini on this machine: the HTTP surface that `@google/genai` calls, with scripted answers.
// Point the real client at it with `httpOptions.baseUrl`. Requests the real API would refuse are refused (rules.ts).
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Fault, generateContentResponse, losesAnswer, type ScriptedAnswer, statusMessages } from './answer.ts';
import { CountTokensRequest, GenerateContentRequest, promptText, questionName } from './request.ts';
import { type Call, complaint } from './rules.ts';
import { readScript } from './script.ts';
import { estimatedTokens } from './tokens.ts';
import { readBody, sendError, sendHalf, sendJson } from './wire.ts';

/** A valid question that reached the server. */
export interface AskedQuestion {
  name: string;
  /** How often this question has been asked, this time included. Requests that met an injected fault do not count. */
  nth: number;
  model: string;
  /** Everything the model would read: system instruction, then contents. */
  prompt: string;
  schema: Record<string, unknown> | undefined;
  generationConfig: NonNullable<GenerateContentRequest['generationConfig']>;
  at: Date;
}

export type Answering = (question: AskedQuestion) => ScriptedAnswer | Promise<ScriptedAnswer>;

export interface GeminiSetup {
  /** A folder as described in script.ts, or a function that answers. */
  answers: string | Answering;
  /** A free one by default. */
  port?: number;
}

export interface LocalGemini {
  /** For `httpOptions.baseUrl`. */
  url: string;
  questions: readonly AskedQuestion[];
  /** Makes the next requests fail (one by default). The script does not advance: a retry gets the same answer. */
  injectFault(how: Fault, times?: number): void;
  stop(): Promise<void>;
}

/** Starts listening on the loopback. Throws when the folder of answers is not in order or the port is taken. */
export async function startGemini({ answers, port = 0 }: GeminiSetup): Promise<LocalGemini> {
  const state: ServerState = {
    answerTo: typeof answers === 'string' ? fromFolder(answers) : answers,
    questions: [],
    answered: new Map(),
    faults: [],
    stopping: new AbortController(),
  };
  const server = createServer((request, response) => void serve(state, request, response));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    questions: state.questions,
    injectFault: (how, times = 1) => void state.faults.push(...Array<Fault>(times).fill(how)),
    async stop() {
      state.stopping.abort();
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface ServerState {
  answerTo: Answering;
  questions: AskedQuestion[];
  /** Answers given so far, by name of the question. */
  answered: Map<string, number>;
  faults: Fault[];
  stopping: AbortController;
}

function fromFolder(folder: string): Answering {
  const script = readScript(folder);
  return ({ name, nth }) => script.answerTo(name, nth);
}

/** The only catch: every failure here becomes an error in Google's form, never a hanging client. */
async function serve(state: ServerState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const [, model = '', method] = request.url?.match(ROUTE) ?? [];
    const isKnown = request.method === 'POST' && model.startsWith('gemini-');
    if (request.method === 'GET' && model.startsWith('gemini-') && !method) describeModel(request, response, model);
    else if (isKnown && method === 'generateContent') await generateContent({ state, request, response, model });
    else if (isKnown && method === 'countTokens') await countTokens(request, response);
    else sendError(response, { code: 404, message: `${request.method} ${request.url} is not found.` });
  } catch (error) {
    // 400, not 500: a client retries a 500, and retrying does not fill a gap in the script.
    if (!state.stopping.signal.aborted)
      sendError(response, { code: 400, message: error instanceof Error ? error.message : String(error) });
  }
}

/** `@google/genai` 3 asks under /v1 unless told `apiVersion: 'v1beta'`. */
const ROUTE = /^\/v1(?:beta)?\/models\/([\w.-]+)(?::(\w+))?(?:\?.*)?$/;

interface Exchange {
  state: ServerState;
  request: IncomingMessage;
  response: ServerResponse;
  model: string;
}

async function generateContent({ state, request, response, model }: Exchange): Promise<void> {
  const apiKey = request.headers['x-goog-api-key']?.toString();
  const call: Call = { apiKey, model, request: await readBody(request, GenerateContentRequest) };
  const wrong = complaint(call);
  if (wrong) return sendError(response, { code: 400, message: wrong });
  const question = recorded(state, call);
  const answer = await nextAnswer(state, question);
  if (answer.delayMs) await wait(answer.delayMs, undefined, { signal: state.stopping.signal });
  if (answer.status)
    return sendError(response, { ...answer, code: answer.status, message: statusMessages[answer.status] });
  const body = generateContentResponse(question.prompt, answer);
  if (answer.cut) return sendHalf(response, body);
  sendJson(response, 200, body);
}

/** A key is good unless it says of itself that it is not. */
function describeModel(request: IncomingMessage, response: ServerResponse, model: string): void {
  const isGood = !/^$|^invalid/.test(request.headers['x-goog-api-key']?.toString() ?? '');
  if (!isGood) sendError(response, { code: 400, message: 'API key not valid. Please pass a valid API key.' });
  else
    sendJson(response, 200, {
      name: `models/${model}`,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
    });
}

async function countTokens(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { contents } = await readBody(request, CountTokensRequest);
  sendJson(response, 200, { totalTokens: estimatedTokens(promptText({ contents })) });
}

function recorded(state: ServerState, { model, request }: Call): AskedQuestion {
  const name = questionName(request) ?? '';
  const generationConfig = request.generationConfig ?? {};
  const nth = (state.answered.get(name) ?? 0) + 1;
  const schema = generationConfig.responseJsonSchema;
  const question = { name, nth, model, prompt: promptText(request), schema, generationConfig, at: new Date() };
  state.questions.push(question);
  return question;
}

/** The script advances with each answer, whether its own sidecar makes it fail or not, but not on an injected fault. */
async function nextAnswer(state: ServerState, question: AskedQuestion): Promise<ScriptedAnswer> {
  const fault = state.faults.shift();
  if (fault?.status) return { text: '', ...fault };
  const answer = { ...(await state.answerTo(question)), ...fault };
  if (!fault || !losesAnswer(fault)) state.answered.set(question.name, question.nth);
  return answer;
}
