// A repository as GitHub shows it, in the short form that others carry and the long one.
import { isoSeconds } from '../git/read.ts';
import type { Repository } from '../state/repository.ts';
import type { World } from '../state/world.ts';
import { nodeId, type Schemas } from './schemas.ts';
import { userObject } from './user.ts';

export function apiUrl(world: World, repository: Repository): string {
  return `${world.url}/api/v3/repos/${repository.owner.login}/${repository.name}`;
}

export function htmlUrl(world: World, repository: Repository): string {
  return `${world.url}/${repository.owner.login}/${repository.name}`;
}

export function minimalRepositoryObject(world: World, repository: Repository) {
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: `${repository.owner.login}/${repository.name}`,
    private: repository.private,
    owner: userObject(world, repository.owner),
    html_url: htmlUrl(world, repository),
    description: null,
    fork: false,
    url: apiUrl(world, repository),
    ...addresses(apiUrl(world, repository)),
  } satisfies Schemas['minimal-repository'];
}

export function repositoryObject(world: World, repository: Repository) {
  const html = htmlUrl(world, repository);
  const openIssues = repository.issues.filter(issue => issue.state === 'open').length;
  return {
    ...minimalRepositoryObject(world, repository),
    created_at: isoSeconds(repository.createdAt),
    updated_at: isoSeconds(repository.pushedAt),
    pushed_at: isoSeconds(repository.pushedAt),
    git_url: `${html.replace(/^http/, 'git')}.git`,
    ssh_url: `git@${new URL(html).hostname}:${repository.owner.login}/${repository.name}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    ...features,
    forks_count: 0,
    mirror_url: null,
    open_issues_count: openIssues,
    license: null,
    visibility: repository.private ? 'private' : 'public',
    forks: 0,
    open_issues: openIssues,
    watchers: 0,
    default_branch: repository.defaultBranch,
  } satisfies Schemas['repository'] & Pick<Schemas['full-repository'], 'custom_properties'>;
}

export function fullRepositoryObject(world: World, repository: Repository): Schemas['full-repository'] {
  return { ...repositoryObject(world, repository), subscribers_count: 0, network_count: 0 };
}

const features = {
  has_issues: true,
  has_projects: false,
  has_downloads: true,
  has_wiki: false,
  has_pages: false,
  has_discussions: false,
  archived: false,
  disabled: false,
  allow_forking: true,
  is_template: false,
  web_commit_signoff_required: false,
  topics: [],
  custom_properties: {},
};

function addresses(url: string) {
  return {
    forks_url: `${url}/forks`,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    hooks_url: `${url}/hooks`,
    issue_events_url: `${url}/issues/events{/number}`,
    events_url: `${url}/events`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    tags_url: `${url}/tags`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    languages_url: `${url}/languages`,
    stargazers_url: `${url}/stargazers`,
    contributors_url: `${url}/contributors`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    merges_url: `${url}/merges`,
    archive_url: `${url}/{archive_format}{/ref}`,
    downloads_url: `${url}/downloads`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
    deployments_url: `${url}/deployments`,
  };
}
