// Masks secrets in every text of a value: a fact of the database, a line of the log.
import { offload } from '../../threads/offload.ts';
import { maskedFields } from './fields.ts';
import { maskerOnThisThread } from './scan.ts';
import { maskedValue } from './scan-task.ts';

/** Characters of JSON; a larger value is masked on a worker thread. */
const largest = 32 * 1024;
const seconds = 600;

/** As `secretMasker`, for plain data. Each text is masked on its own, and with its field's name before it: `password` says what its value is. */
export function valueMasker({
  known = [],
}: {
  known?: readonly string[];
} = {}): <Value>(value: Value) => Promise<Value> {
  const mask = maskerOnThisThread({ known });
  const module = new URL('./scan-task.ts', import.meta.url).href;
  return async <Value>(value: Value) => {
    const size = JSON.stringify(value)?.length ?? 0;
    if (size <= largest) return maskedFields(value, mask) as Value;
    return (await offload({ module, run: maskedValue }, { value, known }, { seconds })) as Value;
  };
}
