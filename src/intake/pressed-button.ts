// The fields of `check_run.requested_action` that we use: somebody pressed a button of ours on a check run.
// https://docs.github.com/webhooks/webhook-events-and-payloads?actionType=requested_action#check_run
import { z } from 'zod';

export const PressedButton = z.object({
  repository: z.object({
    id: z.number().int().positive(),
    name: z.string().min(1),
    owner: z.object({ login: z.string().min(1) }),
  }),
  check_run: z.object({ external_id: z.string() }),
  requested_action: z.object({ identifier: z.string() }),
  sender: z.object({ id: z.number().int(), login: z.string().min(1), type: z.string() }),
});
export type PressedButton = z.infer<typeof PressedButton>;
