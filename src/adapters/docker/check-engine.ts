// Whether the container engine answers, which every sandbox needs.
import Docker from 'dockerode';

/** An engine answers in milliseconds, or is not there. */
const timeoutMs = 15_000;

/** What was found, in a sentence with what to do. DOCKER_HOST works as for the docker command. */
export async function checkEngine(
  docker = new Docker({ timeout: timeoutMs }),
): Promise<{ isGood: boolean; words: string }> {
  try {
    const { Version } = await docker.version();
    return { isGood: true, words: `Docker ${Version} answers.` };
  } catch (error) {
    return { isGood: false, words: `${wordsFor(error as NodeJS.ErrnoException)} Until then incidents wait.` };
  }
}

function wordsFor({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EACCES')
    return 'the Docker engine’s socket is closed to this user. Add it to the socket’s group (in compose.yaml: DOCKER_GID).';
  return `no Docker engine answers (${message}). Start it, or set DOCKER_HOST.`;
}
