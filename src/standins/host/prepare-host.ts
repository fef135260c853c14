// Makes sure that a Docker engine answers here and that it holds the Python image; the second time there is nothing to do.
// The decision is `hostPlan`, a plain value; this file only carries it out.
import Docker from 'dockerode';
import { buildPythonImage } from './build-python-image.ts';
import { installPackages } from './debian.ts';
import { exclusively } from './exclusively.ts';
import { imageIsThere, lookAtHost } from './host-facts.ts';
import { type HostFacts, type HostStep, hostPlan, pythonImage } from './host-plan.ts';
import { pullImage } from './pull-image.ts';
import { startEngine } from './start-engine.ts';

type Tell = (line: string) => void;

/**
 * Readies the machine, telling each step in a line. Two processes may call it at once: the second waits for the first.
 * Honours DOCKER_HOST. `look` is how the machine is inspected; a test may describe another machine instead.
 * Throws an error in plain words when there is no engine, or no image, and no way to get one here.
 */
export async function prepareHost(
  tell: Tell,
  look: (docker: Docker) => Promise<HostFacts> = lookAtHost,
): Promise<void> {
  const docker = new Docker();
  if (hostPlan(await look(docker)).length === 0) return;
  await exclusively('nightwatch-host', tell, async () => {
    const steps = hostPlan(await look(docker));
    await carryOut(steps, docker, tell);
  });
}

async function carryOut(steps: HostStep[], docker: Docker, tell: Tell): Promise<void> {
  for (const step of steps) await carryOutOne(step, docker, tell);
}

async function carryOutOne(step: HostStep, docker: Docker, tell: Tell): Promise<void> {
  switch (step.kind) {
    case 'refuse':
      throw new Error(step.message);
    case 'install':
      return await installPackages(step.packages, tell);
    case 'start-engine':
      return await startEngine(docker, tell);
    case 'build-python-image':
      return await buildPythonImage(docker, tell);
    case 'provide-python-image': {
      // An engine that was only asleep may hold the image already.
      if (await imageIsThere(docker, pythonImage)) return;
      if (await pullImage(docker, pythonImage, tell)) return;
      return await carryOut(step.otherwise, docker, tell);
    }
  }
}
