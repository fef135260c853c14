// What a person may do in a repository.
import { Hono } from 'hono';
import { type Api, answer, found, param, type Variables } from '../http/api.ts';
import { needs } from '../http/auth.ts';
import type { Schemas } from '../objects/schemas.ts';
import { userObject } from '../objects/user.ts';
import type { Permission } from '../state/accounts.ts';
import { permissionOf } from '../state/records.ts';

export const collaboratorRoutes = new Hono<{ Variables: Variables }>().get(
  '/repos/:owner/:repo/collaborators/:username/permission',
  needs('metadata', 'read'),
  getPermission,
);

function getPermission(c: Api): Response {
  const { world, repository } = c.var;
  const user = found(world.users.get(param(c, 'username')));
  const role = permissionOf(repository, user);
  const permission: Schemas['repository-collaborator-permission'] = {
    permission: role,
    role_name: role,
    user: { ...userObject(world, user), role_name: role, permissions: permissionsOf(role) },
  };
  return answer(c, permission);
}

function permissionsOf(role: Permission) {
  const [isAdmin, mayWrite, mayRead] = [role === 'admin', role === 'admin' || role === 'write', role !== 'none'];
  return { admin: isAdmin, maintain: isAdmin, push: mayWrite, triage: mayWrite, pull: mayRead };
}
