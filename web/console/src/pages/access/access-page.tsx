import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useAnnounce } from '../../../../shared/interface/announcer.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import { sentenceOf } from '../../../../shared/texts/translate.ts';
import type { AccessExplanation, AccessStep } from '../../api/access.ts';
import type { PageProps } from '../../frame/pages.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Page, Section } from '../../interface/page.tsx';
import { DocumentInput, PersonInput } from '../../names/named-inputs.tsx';
import { usePrincipalNames } from '../../names/use-names.ts';
import { useClient } from '../../session/session.ts';

/** Why a person sees a document, or does not. Its address may name both: nothing is asked before the button is pressed. */
export default function AccessPage({ rest: [firstUser = '', firstDocument = ''] }: PageProps) {
  const { t } = useLanguage();
  const { access } = useClient();
  const announce = useAnnounce();
  const { run, isRunning, problem, forget } = useAct();
  const [user, setUser] = useState(firstUser);
  const [document, setDocument] = useState(firstDocument);
  const [explanation, setExplanation] = useState<AccessExplanation | null>(null);
  /** A verdict and an error are about those that were asked about, never about another choice. */
  const choosing = (choose: (id: string) => void) => (id: string) => {
    choose(id);
    setExplanation(null);
    forget();
  };
  const verdictOf = ({ mayOpen, mayFind }: AccessExplanation) => [
    t(mayOpen ? 'access.mayOpen' : 'access.mayNotOpen'),
    t(mayFind ? 'access.mayFind' : 'access.mayNotFind'),
  ];
  const explain = () =>
    run(async () => {
      setExplanation(null);
      const found = await access.explain(user, document);
      setExplanation(found);
      announce(verdictOf(found).join(' '));
    });
  return (
    <Page title={t('access.title')} lead={t('access.lead')}>
      <Form
        className="filters"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isRunning) void explain();
        }}
      >
        <PersonInput label={t('access.user')} value={user} onChange={choosing(setUser)} isRequired />
        <DocumentInput
          label={t('access.document')}
          value={document}
          onChange={choosing(setDocument)}
          isRequired
        />
        <Button type="submit" className="button primary" isPending={isRunning}>
          {t('access.explain')}
        </Button>
      </Form>
      {problem === null ? null : <ProblemText problem={problem} isAlert />}
      {explanation === null ? null : (
        <Section title={t('access.verdict')}>
          <div className="line">
            {verdictOf(explanation).map((sentence, at) => (
              <Badge
                key={sentence}
                tone={(at === 0 ? explanation.mayOpen : explanation.mayFind) ? 'good' : 'bad'}
              >
                {sentence}
              </Badge>
            ))}
          </div>
          <StepTable steps={explanation.steps} />
        </Section>
      )}
    </Page>
  );
}

function StepTable({ steps }: { readonly steps: readonly AccessStep[] }) {
  const { t, language } = useLanguage();
  const nameOf = usePrincipalNames(steps.flatMap(({ principals }) => principals));
  const effectOf = ({ passes }: AccessStep) => t(passes ? 'access.passes' : 'access.stops');
  /** What of the person it is: a group, a space, themselves, by its name. */
  const wordsOf = (principal: string) => {
    const kind = sentenceOf(t, `access.kinds.${principal.slice(0, principal.indexOf(':'))}`);
    return kind === null ? principal : `${kind} ${nameOf(principal)}`;
  };
  const columns: readonly Column<AccessStep>[] = [
    { id: 'step', title: t('access.step'), value: ({ text }) => text[language] },
    {
      id: 'outcome',
      title: t('access.outcome'),
      value: effectOf,
      cell: (step) => <Badge tone={step.passes ? 'good' : 'bad'}>{effectOf(step)}</Badge>,
    },
    {
      id: 'principals',
      title: t('access.principals'),
      value: ({ principals }) => principals.map((one) => wordsOf(one)).join(', ') || null,
    },
  ];
  return (
    <DataTable
      caption={t('access.steps')}
      name="access"
      columns={columns}
      rows={steps}
      rowKey={({ code }) => code}
      empty={t('access.noStep')}
    />
  );
}
