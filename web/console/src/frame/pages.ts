import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Role } from '../session/roles.ts';

/** What a page is given: what its address says beyond its own name. */
export type PageProps = { readonly rest: readonly string[] };

/** Names of pages, in addresses and in `texts.ts`. */
export type PageId =
  | 'overview'
  | 'models'
  | 'policy'
  | 'costs'
  | 'prompts'
  | 'evaluations'
  | 'feedback'
  | 'index'
  | 'unread'
  | 'sources'
  | 'spaces'
  | 'aliases'
  | 'exposure'
  | 'access'
  | 'reports'
  | 'roles'
  | 'keys'
  | 'audit'
  | 'lifecycle';

export type ConsolePage = {
  readonly id: PageId;
  readonly group: 'today' | 'answers' | 'documents' | 'rights' | 'compliance';
  /** Who it is for: any of these. */
  readonly roles: readonly Role[];
  readonly view: LazyExoticComponent<ComponentType<PageProps>>;
};

const admins = ['admin'] as const;
const auditors = ['admin', 'auditor'] as const;
const owners = ['owner'] as const;
const animators = ['animator'] as const;

/** The pages in the order of the navigation. Another page is one line here, its name in `PageId`, and its texts in `texts.ts`. */
export const pages: readonly ConsolePage[] = [
  page('overview', 'today', auditors, () => import('../pages/overview/overview-page.tsx')),
  page('models', 'answers', admins, () => import('../pages/models/models-page.tsx')),
  page('policy', 'answers', admins, () => import('../pages/policy/policy-page.tsx')),
  page('costs', 'answers', auditors, () => import('../pages/costs/costs-page.tsx')),
  page('prompts', 'answers', auditors, () => import('../pages/prompts/prompts-page.tsx')),
  page('evaluations', 'answers', auditors, () => import('../pages/evaluations/evaluations-page.tsx')),
  page('feedback', 'answers', auditors, () => import('../pages/feedback/feedback-page.tsx')),
  page('index', 'documents', admins, () => import('../pages/index/index-page.tsx')),
  page('unread', 'documents', admins, () => import('../pages/unread/unread-page.tsx')),
  page('sources', 'documents', admins, () => import('../pages/sources/sources-page.tsx')),
  page('spaces', 'documents', animators, () => import('../pages/spaces/spaces-page.tsx')),
  page('aliases', 'documents', admins, () => import('../pages/aliases/aliases-page.tsx')),
  page('exposure', 'rights', auditors, () => import('../pages/exposure/exposure-page.tsx')),
  page('access', 'rights', admins, () => import('../pages/access/access-page.tsx')),
  page('reports', 'rights', auditors, () => import('../pages/reports/reports-page.tsx')),
  page('roles', 'rights', owners, () => import('../pages/roles/roles-page.tsx')),
  page('keys', 'rights', admins, () => import('../pages/keys/keys-page.tsx')),
  page('audit', 'compliance', auditors, () => import('../pages/audit/audit-page.tsx')),
  page('lifecycle', 'compliance', admins, () => import('../pages/lifecycle/lifecycle-page.tsx')),
];

function page(
  id: PageId,
  group: ConsolePage['group'],
  roles: readonly Role[],
  load: () => Promise<{ default: ComponentType<PageProps> }>,
): ConsolePage {
  return { id, group, roles, view: lazy(load) };
}

/** The pages that somebody with these roles may open. */
export function pagesFor(roles: ReadonlySet<Role>): readonly ConsolePage[] {
  return pages.filter((page) => page.roles.some((role) => roles.has(role)));
}
