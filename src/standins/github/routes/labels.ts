// Labels, of the repository and on an issue.
import { Hono } from 'hono';
import { z } from 'zod';
import { type Api, answer, body, found, page, param, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import { validationFailed } from '../http/errors.ts';
import { labelObject } from '../objects/issue.ts';
import { labelNamed, labelsNamed } from '../state/records.ts';
import type { Label } from '../state/repository.ts';
import { either, issueOf } from './issues.ts';

const repo = '/repos/:owner/:repo';

export const labelRoutes = new Hono<{ Variables: Variables }>()
  .get(`${repo}/labels`, needs('issues', 'read'), c => answer(c, shown(c, page(c, c.var.repository.labels))))
  .get(`${repo}/labels/:name`, needs('issues', 'read'), c => {
    const label = found(labelNamed(c.var.repository, param(c, 'name')));
    return answer(c, labelObject(c.var.world, c.var.repository, label));
  })
  .post(`${repo}/labels`, needs('issues', 'write'), createLabel)
  .get(`${repo}/issues/:number/labels`, needs(either, 'read'), c => answer(c, shown(c, page(c, issueOf(c).labels))))
  .post(`${repo}/issues/:number/labels`, needs(either, 'write'), addLabels);

const newLabel = z.object({
  name: z.string().min(1),
  color: z
    .string()
    .regex(/^[0-9a-fA-F]{6}$/)
    .default('ededed'),
  description: z.string().max(100).nullable().default(null),
});

async function createLabel(c: Api): Promise<Response> {
  const { world, repository } = c.var;
  const wanted = await body(c, newLabel);
  if (labelNamed(repository, wanted.name)) {
    throw validationFailed({ resource: 'Label', code: 'already_exists', field: 'name' });
  }
  const label = { id: world.nextId(), ...wanted };
  repository.labels.push(label);
  return answer(c, labelObject(world, repository, label), 201);
}

/** GitHub takes `{ labels: […] }` and the bare list. */
const addedLabels = z.union([
  z.array(z.string()),
  z.object({ labels: z.array(z.string()) }).transform(({ labels }) => labels),
]);

async function addLabels(c: Api): Promise<Response> {
  const issue = issueOf(c);
  const names = await body(c, addedLabels);
  const labels = labelsNamed(c.var.world, c.var.repository, names);
  issue.labels = [...new Set([...issue.labels, ...labels])];
  return answer(c, shown(c, issue.labels));
}

function shown(c: Api, labels: Label[]) {
  return labels.map(label => labelObject(c.var.world, c.var.repository, label));
}
