import { useId, useState } from 'react';
import { ActForm } from '../../interface/act-form.tsx';
import { TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';
import { useDone } from '../../interface/undo.tsx';
import { useClient } from '../../session/session.ts';

/** As the server wants it. */
const setIdPattern = /^[a-z0-9][a-z0-9._-]*$/;

/** Saves the text of a suite as a set: from a file, or as it is written here. The server says line and field of a mistake. */
export function SetAdder({ onSaved }: { readonly onSaved: () => void }) {
  const { t } = useLanguage();
  const { evaluations } = useClient();
  const tell = useDone();
  const [id, setId] = useState('');
  const [text, setText] = useState('');
  const fileId = useId();
  return (
    <details className="adder">
      <summary>{t('evaluations.addSet')}</summary>
      <ActForm
        submit={t('interface.save')}
        onSubmit={async () => {
          const saved = await evaluations.saveSet(id, text);
          setId('');
          setText('');
          onSaved();
          tell({ sentence: t('evaluations.setSaved', { set: saved.title }) });
        }}
      >
        <TextInput
          label={t('evaluations.setId')}
          hint={t('evaluations.setIdHint')}
          value={id}
          onChange={setId}
          maxLength={64}
          complaintOf={(typed) => (setIdPattern.test(typed) ? null : t('evaluations.setIdRule'))}
          isRequired
        />
        <div className="field">
          <label htmlFor={fileId}>{t('evaluations.setFile')}</label>
          <span className="muted" id={`${fileId}-hint`}>
            {t('evaluations.setFileHint')}
          </span>
          <input
            id={fileId}
            className="input"
            type="file"
            accept=".yaml,.yml,.jsonl"
            aria-describedby={`${fileId}-hint`}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              void file?.text().then(setText);
            }}
          />
        </div>
        <TextInput
          label={t('evaluations.setText')}
          hint={t('evaluations.setTextHint')}
          value={text}
          onChange={setText}
          rows={6}
          isRequired
        />
      </ActForm>
    </details>
  );
}
