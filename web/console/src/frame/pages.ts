import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { Role } from '../session/roles.ts';

/** What a page is given: what its address says beyond its own name. */
export type PageProps = { readonly rest: readonly string[] };

export type ConsolePage = {
  readonly id: PageId;
  readonly group: 'answers' | 'documents' | 'rights' | 'compliance';
  /** Who it is for: any of these. */
  readonly roles: readonly Role[];
  readonly view: LazyExoticComponent<ComponentType<PageProps>>;
};

const admins = ['admin'] as const;
const auditors = ['admin', 'auditor'] as const;

export type PageId = 'models' | 'policy' | 'costs';

/** The pages in the order of the navigation. Another page is one line here, and its texts in `texts.ts`. */
export const pages: readonly ConsolePage[] = [
  {
    id: 'models',
    group: 'answers',
    roles: admins,
    view: lazy(() => import('../pages/models/models-page.tsx')),
  },
  {
    id: 'policy',
    group: 'answers',
    roles: admins,
    view: lazy(() => import('../pages/policy/policy-page.tsx')),
  },
  {
    id: 'costs',
    group: 'answers',
    roles: auditors,
    view: lazy(() => import('../pages/costs/costs-page.tsx')),
  },
];

/** The pages that somebody with these roles may open. */
export function pagesFor(roles: ReadonlySet<Role>): readonly ConsolePage[] {
  return pages.filter((page) => page.roles.some((role) => roles.has(role)));
}
