import { useCallback, useState } from 'react';
import { type FeedbackAsked, feedbackReasons, type GivenFeedback } from '../../api/quality.ts';
import { Badge } from '../../interface/badge.tsx';
import type { Column } from '../../interface/data-table.tsx';
import { ChoiceInput, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { PagedTable } from '../../interface/paged-table.tsx';
import { useFormats } from '../../interface/use-formats.ts';
import { usePages } from '../../interface/use-pages.ts';
import { useClient } from '../../session/session.ts';

/** What people said of their answers, to be sorted by reason and time. */
export default function FeedbackPage() {
  const { t } = useLanguage();
  const { time } = useFormats();
  const { quality } = useClient();
  const [verdict, setVerdict] = useState<FeedbackAsked['verdict']>('not-useful');
  const [reason, setReason] = useState<FeedbackAsked['reason']>('');
  const [since, setSince] = useState('');
  const pages = usePages<GivenFeedback>(
    useCallback(
      (cursor, signal) => quality.feedback({ verdict, reason, since }, cursor, signal),
      [quality, verdict, reason, since],
    ),
  );
  const verdictOf = ({ useful }: GivenFeedback) => t(`feedback.verdicts.${useful ? 'useful' : 'not-useful'}`);
  const columns: readonly Column<GivenFeedback>[] = [
    {
      id: 'givenAt',
      title: t('feedback.givenAt'),
      value: ({ givenAt }) => givenAt,
      cell: ({ givenAt }) => time(givenAt),
    },
    {
      id: 'verdict',
      title: t('feedback.verdict'),
      value: verdictOf,
      cell: (given) => <Badge tone={given.useful ? 'good' : 'bad'}>{verdictOf(given)}</Badge>,
    },
    {
      id: 'reasons',
      title: t('feedback.reason'),
      value: ({ reasons }) => reasons.map((one) => t(`feedback.reasons.${one}`)).join(', '),
    },
    {
      id: 'comment',
      title: t('feedback.comment'),
      value: ({ comment }) => comment,
      cell: ({ comment, commentWithheld }) =>
        commentWithheld ? <span className="muted">{t('feedback.withheld')}</span> : comment,
    },
    {
      id: 'message',
      title: t('feedback.message'),
      value: ({ messageId }) => messageId,
      cell: ({ messageId }) => <span className="code id">{messageId}</span>,
    },
  ];
  return (
    <Page title={t('feedback.title')} lead={t('feedback.lead')}>
      <Section title={t('feedback.given')}>
        <div className="filters">
          <ChoiceInput
            label={t('feedback.verdict')}
            value={verdict}
            onChange={setVerdict}
            options={(['not-useful', 'useful', ''] as const).map((id) => ({
              id,
              text: t(`feedback.filters.${id}`),
            }))}
          />
          <ChoiceInput
            label={t('feedback.reason')}
            value={reason}
            onChange={setReason}
            options={[
              { id: '', text: t('feedback.allReasons') },
              ...feedbackReasons.map((id) => ({ id, text: t(`feedback.reasons.${id}`) })),
            ]}
          />
          <TextInput label={t('feedback.since')} type="date" value={since} onChange={setSince} />
        </div>
        <PagedTable
          caption={t('feedback.given')}
          name="feedback"
          pages={pages}
          columns={columns}
          rowKey={({ messageId }) => messageId}
          empty={t('feedback.none')}
        />
      </Section>
    </Page>
  );
}
