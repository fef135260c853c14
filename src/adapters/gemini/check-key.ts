// Whether the key opens the model, by one request that costs nothing.
import { ApiError, GoogleGenAI } from '@google/genai';
import type { GeminiOptions } from './gemini.ts';

/** Long enough for a slow network; someone is waiting. */
const timeoutMs = 15_000;

type Checked = Pick<GeminiOptions, 'apiKey' | 'model' | 'baseUrl'>;

/** What was found, in a sentence with what to do. */
export async function checkKey({ apiKey, model, baseUrl }: Checked): Promise<{ isGood: boolean; words: string }> {
  const httpOptions = { ...(baseUrl ? { baseUrl } : {}), timeout: timeoutMs, fetch, retryOptions: { attempts: 1 } };
  try {
    await new GoogleGenAI({ apiKey, apiVersion: 'v1beta', httpOptions }).models.get({ model });
    return { isGood: true, words: `${model} is available.` };
  } catch (error) {
    return { isGood: false, words: wordsFor(error, model) };
  }
}

function wordsFor(error: unknown, model: string): string {
  if (!(error instanceof ApiError))
    return 'Gemini did not answer. Check the network, and GEMINI_BASE_URL if it is set.';
  const isAboutKey = error.status === 401 || error.status === 403 || /api[ _]key/i.test(error.message);
  if (isAboutKey) return 'Gemini refused the key. Check GEMINI_API_KEY, and that the key may use the Gemini API.';
  if (error.status === 404) return `Gemini has no model ${model}. Check GEMINI_MODEL.`;
  return `Gemini answered with an error (${error.status}). If it lasts, check GEMINI_MODEL and the key’s quota.`;
}
