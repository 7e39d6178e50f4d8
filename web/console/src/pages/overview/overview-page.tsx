import { type ReactNode, useCallback } from 'react';
import type { PageId } from '../../frame/pages.ts';
import { routeTo } from '../../frame/use-route.ts';
import { Figure, Figures, type FigureTone } from '../../interface/figures.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page } from '../../interface/page.tsx';
import { Resource } from '../../interface/resource.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { useLoaded } from '../../interface/use-loaded.ts';
import { useClient, useSession } from '../../session/session.ts';
import { dayInParis, firstOfMonth } from '../costs/days.ts';
import { forecastMonth, forecastNeedsFrom } from '../costs/forecast.ts';
import { sumMeasured, writeMeasured } from '../costs/measures.ts';

/** What wants a look, each number with the page that tells more. Each is read by itself: one that fails hides no other. */
export default function OverviewPage() {
  const { t } = useLanguage();
  const { roles } = useSession();
  return (
    <Page title={t('overview.title')} lead={t('overview.lead')}>
      <Figures label={t('overview.figures')}>
        {roles.has('admin') ? <AssistantFigure /> : null}
        {roles.has('auditor') ? <ReportsFigure /> : null}
        {roles.has('admin') ? <FailuresFigure /> : null}
        {roles.has('admin') ? <AlertsFigure /> : null}
        {roles.has('auditor') ? <ExposureFigure /> : null}
        {roles.has('auditor') ? <CostFigure /> : null}
      </Figures>
    </Page>
  );
}

function More({ page, children }: { readonly page: PageId; readonly children: ReactNode }) {
  return <a href={routeTo(page)}>{children}</a>;
}

/** A number that is to be read, and the page that tells more of it. */
function ReadFigure<Value>({
  name,
  load,
  show,
  toneOf = () => 'plain',
  more,
}: {
  readonly name: string;
  readonly load: (signal: AbortSignal) => Promise<Value>;
  readonly show: (value: Value) => ReactNode;
  readonly toneOf?: (value: Value) => FigureTone;
  readonly more: ReactNode;
}) {
  const loaded = useLoaded(load);
  return (
    <Figure
      name={name}
      tone={loaded.value === null ? 'plain' : toneOf(loaded.value)}
      value={<Resource of={loaded}>{show}</Resource>}
      note={more}
    />
  );
}

function AssistantFigure() {
  const { t } = useLanguage();
  const { providers } = useClient();
  return (
    <ReadFigure
      name={t('overview.assistant')}
      load={useCallback((signal) => providers.assistant(signal), [providers])}
      show={({ enabled }) => t(enabled ? 'overview.on' : 'overview.off')}
      toneOf={({ enabled }) => (enabled ? 'plain' : 'bad')}
      more={<More page="models">{t('overview.models')}</More>}
    />
  );
}

function ReportsFigure() {
  const { t } = useLanguage();
  const { number } = useFormats();
  const { quality } = useClient();
  return (
    <ReadFigure
      name={t('overview.reports')}
      load={useCallback((signal) => quality.securityItems('open', null, signal), [quality])}
      show={({ rows, nextCursor }) =>
        nextCursor === null ? number(rows.length) : t('overview.moreThan', { count: rows.length })
      }
      toneOf={({ rows }) => (rows.length > 0 ? 'bad' : 'plain')}
      more={<More page="reports">{t('overview.seeReports')}</More>}
    />
  );
}

function FailuresFigure() {
  const { t } = useLanguage();
  const { number } = useFormats();
  const { unread } = useClient();
  const load = useCallback(
    async (signal: AbortSignal) =>
      (await unread.counts(signal))
        .filter(({ state }) => state === 'failed')
        .reduce((sum, { documents }) => sum + documents, 0),
    [unread],
  );
  return (
    <ReadFigure
      name={t('overview.failures')}
      load={load}
      show={number}
      toneOf={(count) => (count > 0 ? 'busy' : 'plain')}
      more={<More page="unread">{t('overview.seeFailures')}</More>}
    />
  );
}

function AlertsFigure() {
  const { t } = useLanguage();
  const { number } = useFormats();
  const { costs } = useClient();
  const load = useCallback(
    async (signal: AbortSignal) => {
      const first = firstOfMonth(dayInParis(new Date()));
      return (await costs.alerts(signal)).filter(({ opensOn }) => opensOn >= first).length;
    },
    [costs],
  );
  return (
    <ReadFigure
      name={t('overview.alerts')}
      load={load}
      show={number}
      toneOf={(count) => (count > 0 ? 'busy' : 'plain')}
      more={<More page="costs">{t('overview.seeCosts')}</More>}
    />
  );
}

function ExposureFigure() {
  const { t } = useLanguage();
  const { number } = useFormats();
  const { documents } = useClient();
  const load = useCallback(
    async (signal: AbortSignal) =>
      (await documents.exposure(null, signal)).spaces.reduce((sum, { sensitive }) => sum + sensitive, 0),
    [documents],
  );
  return (
    <ReadFigure
      name={t('overview.exposed')}
      load={load}
      show={number}
      toneOf={(count) => (count > 0 ? 'busy' : 'plain')}
      more={<More page="exposure">{t('overview.seeExposure')}</More>}
    />
  );
}

function CostFigure() {
  const { t } = useLanguage();
  const formats = useFormats();
  const { costs } = useClient();
  const load = useCallback(
    async (signal: AbortSignal) => {
      const today = dayInParis(new Date());
      const { usage } = await costs.usage({ from: forecastNeedsFrom(today), to: today }, 'day', signal);
      return forecastMonth(new Map(usage.map((row) => [row.day ?? '', sumMeasured([row], 'euros')])), today);
    },
    [costs],
  );
  const write = (value: number) => writeMeasured(value, 'euros', formats);
  return (
    <ReadFigure
      name={t('overview.cost')}
      load={load}
      show={({ soFar, wholeMonth }) => (
        <>
          {write(soFar)}{' '}
          <span className="muted">{t('overview.forecast', { forecast: write(wholeMonth) })}</span>
        </>
      )}
      more={<More page="costs">{t('overview.seeCosts')}</More>}
    />
  );
}
