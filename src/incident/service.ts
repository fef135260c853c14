// A container that runs beside the job: an entry of `services:` in a workflow.
import { z } from 'zod';

export const Service = z.object({
  /** Its key in the workflow; a host name for the job. */
  name: z.string().min(1),
  image: z.string().min(1),
  env: z.record(z.string(), z.string()),
  /** TCP ports. On GitHub's runner, the job reaches `container` of the service at `host` of its own machine. */
  ports: z.array(z.object({ host: z.number().int(), container: z.number().int() })),
  /** A shell command that exits with 0 once the service is ready; null for the image's own. */
  health: z.string().nullable(),
});
export type Service = z.infer<typeof Service>;
