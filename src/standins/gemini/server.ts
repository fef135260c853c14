// A Gemini on this machine: the HTTP surface that `@google/genai` calls, playing scripted answers. Always called "scripted".
// Point the real client at it with `httpOptions.baseUrl`. Requests the real API would refuse are refused (rules.ts).
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { generateContentResponse, isSpoilt, type Misbehaviour, SAD_WORDS, type ScriptedAnswer } from './answer.ts';
import { CountTokensRequest, GenerateContentRequest, promptText, questionName } from './request.ts';
import { type Call, complaint } from './rules.ts';
import { readScript } from './script.ts';
import { estimatedTokens } from './tokens.ts';
import { readBody, sendError, sendHalf, sendJson } from './wire.ts';

/** A question that reached the server and was in order. */
export interface AskedQuestion {
  name: string;
  /** How often this question has been asked, this time included. Spoilt tries (`misbehave`) do not count. */
  nth: number;
  model: string;
  /** Everything the model would read: system instruction, then contents. */
  prompt: string;
  schema: Record<string, unknown> | undefined;
  generationConfig: NonNullable<GenerateContentRequest['generationConfig']>;
  at: Date;
}

export interface GeminiSetup {
  /** A folder as described in script.ts, or a function that answers. */
  answers: string | ((question: AskedQuestion) => ScriptedAnswer);
  /** A free one by default. */
  port?: number;
}

export interface LocalGemini {
  /** For `httpOptions.baseUrl`. */
  url: string;
  questions: readonly AskedQuestion[];
  /** Spoils the next questions (one by default). The script stays where it is: asked again, it plays the same answer. */
  misbehave(how: Misbehaviour, times?: number): void;
  stop(): Promise<void>;
}

/** Starts listening on the loopback. Throws when the folder of answers is not in order or the port is taken. */
export async function startGemini({ answers, port = 0 }: GeminiSetup): Promise<LocalGemini> {
  const theatre: Theatre = {
    answerTo: typeof answers === 'string' ? fromFolder(answers) : answers,
    questions: [],
    played: new Map(),
    spoiling: [],
    stopping: new AbortController(),
  };
  const server = createServer((request, response) => void serve(theatre, request, response));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    questions: theatre.questions,
    misbehave: (how, times = 1) => void theatre.spoiling.push(...Array<Misbehaviour>(times).fill(how)),
    async stop() {
      theatre.stopping.abort();
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

interface Theatre {
  answerTo: (question: AskedQuestion) => ScriptedAnswer;
  questions: AskedQuestion[];
  /** Answers played so far, by name of the question. */
  played: Map<string, number>;
  spoiling: Misbehaviour[];
  stopping: AbortController;
}

function fromFolder(folder: string): Theatre['answerTo'] {
  const script = readScript(folder);
  return ({ name, nth }) => script.answerTo(name, nth);
}

/** The only catch: whatever breaks here becomes an error in Google's form, never a hanging client. */
async function serve(theatre: Theatre, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const [, model = '', method] = request.url?.match(ROUTE) ?? [];
    const isKnown = request.method === 'POST' && model.startsWith('gemini-');
    if (isKnown && method === 'generateContent') await generateContent({ theatre, request, response, model });
    else if (isKnown && method === 'countTokens') await countTokens(request, response);
    else sendError(response, { code: 404, message: `${request.method} ${request.url} is not found.` });
  } catch (error) {
    // 400, not 500: a client retries a 500, and a script with a hole in it does not mend.
    if (!theatre.stopping.signal.aborted)
      sendError(response, { code: 400, message: error instanceof Error ? error.message : String(error) });
  }
}

/** `@google/genai` 3 asks under /v1 unless told `apiVersion: 'v1beta'`. */
const ROUTE = /^\/v1(?:beta)?\/models\/([\w.-]+):(\w+)(?:\?.*)?$/;

interface Exchange {
  theatre: Theatre;
  request: IncomingMessage;
  response: ServerResponse;
  model: string;
}

async function generateContent({ theatre, request, response, model }: Exchange): Promise<void> {
  const apiKey = request.headers['x-goog-api-key']?.toString();
  const call: Call = { apiKey, model, request: await readBody(request, GenerateContentRequest) };
  const wrong = complaint(call);
  if (wrong) return sendError(response, { code: 400, message: wrong });
  const question = heard(theatre, call);
  const answer = nextAnswer(theatre, question);
  if (answer.delayMs) await wait(answer.delayMs, undefined, { signal: theatre.stopping.signal });
  if (answer.status) return sendError(response, { ...answer, code: answer.status, message: SAD_WORDS[answer.status] });
  const body = generateContentResponse(question.prompt, answer);
  if (answer.cut) return sendHalf(response, body);
  sendJson(response, 200, body);
}

async function countTokens(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { contents } = await readBody(request, CountTokensRequest);
  sendJson(response, 200, { totalTokens: estimatedTokens(promptText({ contents })) });
}

function heard(theatre: Theatre, { model, request }: Call): AskedQuestion {
  const name = questionName(request) ?? '';
  const generationConfig = request.generationConfig ?? {};
  const nth = (theatre.played.get(name) ?? 0) + 1;
  const schema = generationConfig.responseJsonSchema;
  const question = { name, nth, model, prompt: promptText(request), schema, generationConfig, at: new Date() };
  theatre.questions.push(question);
  return question;
}

/** The script moves on when its answer is played, spoilt by its own sidecar or not, but not under `misbehave`. */
function nextAnswer(theatre: Theatre, question: AskedQuestion): ScriptedAnswer {
  const spoiling = theatre.spoiling.shift();
  if (spoiling?.status) return { text: '', ...spoiling };
  const answer = { ...theatre.answerTo(question), ...spoiling };
  if (!spoiling || !isSpoilt(spoiling)) theatre.played.set(question.name, question.nth);
  return answer;
}
