// Finds the parts of a whole that are needed, by taking parts away.

/** Neighbours are taken away together first, in at most so many groups. */
const mostGroups = 6;

/**
 * The parts that are left when no single one can be taken away any more. A group that is not needed costs one trial, however many
 * parts it has; a group that is needed is halved, down to single parts, so that each part that stays was tried alone. What served
 * only a part that is gone goes with it: single parts are tried again until nothing changes. `holds` is never asked about nothing.
 */
export async function neededParts<Part>(
  parts: readonly Part[],
  holds: (kept: readonly Part[]) => Promise<boolean>,
): Promise<readonly Part[]> {
  let before = parts;
  let kept = await withoutGroups(parts, { groups: groupsOf(parts), holds });
  while (kept.length < before.length) {
    before = kept;
    kept = await withoutGroups(kept, { groups: kept.map(part => [part]), holds });
  }
  return kept;
}

function groupsOf<Part>(parts: readonly Part[]): (readonly Part[])[] {
  const size = Math.ceil(parts.length / mostGroups);
  return parts.flatMap((_, at) => (at % size === 0 ? [parts.slice(at, at + size)] : []));
}

interface Trial<Part> {
  readonly groups: readonly (readonly Part[])[];
  readonly holds: (kept: readonly Part[]) => Promise<boolean>;
}

async function withoutGroups<Part>(parts: readonly Part[], { groups, holds }: Trial<Part>): Promise<readonly Part[]> {
  let kept = parts;
  for (const group of groups) {
    const rest = kept.filter(part => !group.includes(part));
    if (rest.length > 0 && (await holds(rest))) kept = rest;
    else if (group.length > 1) kept = await withoutGroups(kept, { groups: halvesOf(group), holds });
  }
  return kept;
}

function halvesOf<Part>(group: readonly Part[]): (readonly Part[])[] {
  const middle = Math.ceil(group.length / 2);
  return [group.slice(0, middle), group.slice(middle)];
}
