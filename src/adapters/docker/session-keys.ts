// Hands a key to each session of the test runner's hook while a command runs, and notes it where only root can read it; and what the hook
// tells meanwhile, so that nothing that runs can take it back.
import { reachedFile, sessionKeys } from '../../incident/command.ts';
import { notes } from './shell.ts';

const [ask, answer] = [`${notes}/ask`, `${notes}/answer`];

/**
 * A piece of shell for root: who writes an empty line to the one pipe gets a new key from the other, until all is killed at the command's end. A
 * key is noted before it is handed out. The subshell makes it a child of the container's first process, which reaps it.
 */
export const handOutKeys = `rm -f ${ask} ${answer} ${sessionKeys} ${reachedFile} && mkfifo -m 622 ${ask} && mkfifo -m 644 ${answer} &&
(umask 077 && : > ${sessionKeys} && : > ${reachedFile}) && (while read -r asked <&9; do
  if [ -n "$asked" ]; then
    printf '%s\\n' "$asked" >> ${reachedFile}
    continue
  fi
  key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
  echo "$key" >> ${sessionKeys} && echo "$key" > ${answer}
done 9<> ${ask} > /dev/null 2>&1 &)`;

export const takeKeysBack = `rm -f ${ask} ${answer} ${sessionKeys} ${reachedFile}`;
