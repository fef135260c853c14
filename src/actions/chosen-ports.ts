// The host ports that GitHub chose for services: the workflow asks for them in expressions, and the log shows the values.
import type { LoggedCommand } from '../incident/evidence.ts';
import type { Service } from '../incident/reproduction.ts';
import { placeholdersIn, valuesShown } from './expressions/placeholders.ts';
import { stepOf, type WorkflowJob } from './workflow.ts';

export interface Services {
  readonly services: readonly Service[];
  /** What cannot be followed, as sentences. */
  readonly notes: readonly string[];
}

/** A job's services at the ports that its commands used. A chosen port that no command shows is the container's own, and noted. */
export function servicesInCi(job: WorkflowJob | null, commands: readonly LoggedCommand[]): Services {
  const { services = [], notes = [] } = job?.services ?? {};
  const chosen = new Map(commands.flatMap(command => portsShown(job, command)));
  const unseen = services.flatMap(({ name, ports }) =>
    ports
      .filter(({ host, container }) => host === null && !chosen.has(portOf(name, container)))
      .map(
        ({ container }) =>
          `GitHub chose the host port of the service ${name}; here it is ${container}, as in its container.`,
      ),
  );
  return {
    services: services.map(({ ports, ...service }) => ({
      ...service,
      ports: ports.map(({ host, container }) => ({
        host: host ?? chosen.get(portOf(service.name, container)) ?? container,
        container,
      })),
    })),
    notes: [...notes, ...unseen],
  };
}

function portOf(service: string, container: number): string {
  return `${service} ${container}`;
}

/** Compares the step as written with the step as logged. */
function portsShown(job: WorkflowJob | null, command: LoggedCommand): readonly (readonly [string, number])[] {
  const step = stepOf(job, command.script);
  if (step === null) return [];
  const variables = Object.entries(step.written).map(([name, text]) => [text, command.env[name] ?? ''] as const);
  return [[step.run ?? '', command.script] as const, ...variables].flatMap(([written, logged]) => {
    const values = valuesShown(written, logged.trim()) ?? [];
    const asked = placeholdersIn(written).map(({ expression }) => portAskedFor(expression));
    return asked.flatMap((port, at) =>
      port && /^\d+$/.test(values[at] ?? '') ? [[port, Number(values[at])] as const] : [],
    );
  });
}

/** `job.services.db.ports[5432]`, and with names or numbers in quotes. */
function portAskedFor(expression: string): string | null {
  const found = /^job\.services(?:\.([\w-]+)|\['([\w-]+)'\])\.ports\[\s*'?(\d+)'?\s*\]$/.exec(expression.trim());
  return found ? portOf(found[1] ?? found[2] ?? '', Number(found[3])) : null;
}
