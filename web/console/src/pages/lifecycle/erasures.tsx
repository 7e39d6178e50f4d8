import { useState } from 'react';
import { Button } from 'react-aria-components';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { saveFile } from '../../../../shared/interface/save-file.ts';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { Receipt } from '../../api/compliance.ts';
import { TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { Section } from '../../interface/page.tsx';
import { useDone } from '../../interface/undo.tsx';
import { DocumentInput, PersonInput } from '../../names/named-inputs.tsx';
import { useDocumentTitles, usePrincipalNames } from '../../names/use-names.ts';
import { useClient } from '../../session/session.ts';
import { ErasureReceipt } from './erasure-receipt.tsx';

/** The data of a person, for an access request or erased; and a document, erased. Each erasure wants its id typed twice. */
export function Erasures() {
  const { t } = useLanguage();
  const { compliance } = useClient();
  const tell = useDone();
  const { run, isRunning, problem } = useAct();
  const [person, setPerson] = useState('');
  const [document, setDocument] = useState('');
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const personName = usePrincipalNames([`user:${person}`])(`user:${person}`);
  const title = useDocumentTitles([document])(document);
  const erase = async (work: Promise<Receipt>) => {
    setReceipt(await work);
    tell({ sentence: t('lifecycle.erased') });
  };
  const exportPerson = () =>
    run(async () => {
      saveFile(`sourcier-${person}.zip`, await compliance.exportPerson(person));
      tell({ sentence: t('lifecycle.exported') });
    });
  return (
    <>
      <Section title={t('lifecycle.people')} lead={t('lifecycle.peopleLead')}>
        {problem === null ? null : <ProblemText problem={problem} isAlert />}
        <div className="filters">
          <PersonInput label={t('lifecycle.person')} value={person} onChange={setPerson} />
          <Button
            className="button"
            isPending={isRunning}
            isDisabled={person === ''}
            onPress={() => void exportPerson()}
          >
            {t('lifecycle.export')}
          </Button>
          <ErasureButton
            key={`person ${person}`}
            id={person}
            text={t('lifecycle.erasePerson')}
            question={t('lifecycle.erasePersonAsk', { person: personName })}
            consequence={t('lifecycle.erasePersonWhat')}
            onConfirm={() => erase(compliance.erasePerson(person))}
          />
        </div>
      </Section>
      <Section title={t('lifecycle.documents')} lead={t('lifecycle.documentsLead')}>
        <div className="filters">
          <DocumentInput label={t('lifecycle.document')} value={document} onChange={setDocument} />
          <ErasureButton
            key={`document ${document}`}
            id={document}
            text={t('lifecycle.eraseDocument')}
            question={t('lifecycle.eraseDocumentAsk', { document: title })}
            consequence={t('lifecycle.eraseDocumentWhat')}
            onConfirm={() => erase(compliance.eraseDocument(document))}
          />
        </div>
      </Section>
      {receipt === null ? null : <ErasureReceipt receipt={receipt} />}
    </>
  );
}

/** Destroys for good: what is destroyed must be named once more. */
function ErasureButton({
  id,
  text,
  question,
  consequence,
  onConfirm,
}: {
  readonly id: string;
  readonly text: string;
  readonly question: string;
  readonly consequence: string;
  readonly onConfirm: () => Promise<void>;
}) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState('');
  if (id === '')
    return (
      <Button className="button" isDisabled>
        {text}
      </Button>
    );
  return (
    <ConfirmButton {...{ text, question, consequence, onConfirm }} look="plain" isReady={typed === id}>
      <TextInput label={t('lifecycle.retype', { id })} value={typed} onChange={setTyped} />
    </ConfirmButton>
  );
}
