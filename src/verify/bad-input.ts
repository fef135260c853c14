// Something is wrong with what `npm run verify` was given, not with the proof. The message is for whoever typed it.

export class BadInput extends Error {
  override name = 'BadInput';
}
