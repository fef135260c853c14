// Certificates, public keys and signatures in PEM: random, and meant for everyone.

const begin =
  /-----BEGIN (?:[A-Z0-9]{1,12} ){0,2}(?:CERTIFICATE|CERTIFICATE REQUEST|PUBLIC KEY|PUBLIC KEY BLOCK|SIGNATURE|CRL|PARAMETERS)-----/g;
/** A chain is several of them. */
const longest = 24_000;

/** Whether an offset is within one. To be asked in the order of the text, so that all of it takes linear time. */
export function publicBlocks(text: string): (at: number) => boolean {
  const blocks: { start: number; end: number }[] = [];
  let end = 0;
  for (const { index } of text.matchAll(begin)) {
    if (end < index) end = text.indexOf('-----END ', index);
    if (end === -1) break;
    if (end - index <= longest) blocks.push({ start: index, end });
  }
  let next = 0;
  return at => {
    while ((blocks[next]?.end ?? at + 1) <= at) next++;
    return (blocks[next]?.start ?? at) < at;
  };
}
