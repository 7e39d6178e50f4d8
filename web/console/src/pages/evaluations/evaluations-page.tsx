import type { PageProps } from '../../frame/pages.ts';
import { ComparisonPage } from './comparison-page.tsx';
import { Overview } from './overview.tsx';
import { RunPage } from './run-page.tsx';
import { SetPage } from './set-page.tsx';

/** Sets of questions and runs over them; below it, one set, one run, or two runs compared. */
export default function EvaluationsPage({ rest: [kind, first, second] }: PageProps) {
  if (kind === 'set' && first !== undefined) return <SetPage id={first} />;
  if (kind === 'run' && first !== undefined) return <RunPage id={first} />;
  if (kind === 'compare' && first !== undefined && second !== undefined)
    return <ComparisonPage before={first} after={second} />;
  return <Overview />;
}
