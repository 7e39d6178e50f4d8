import { useState } from 'react';
import type { Source, SourceInput } from '../../api/sources.ts';
import { ActForm } from '../../interface/act-form.tsx';
import { CheckInput, ChoiceInput, idPattern, TextInput } from '../../interface/fields.tsx';
import { useLanguage } from '../../interface/language.ts';

/** What is said of a source. The token of its export is written here and never shown. */
export function SourceFields({
  source,
  taken,
  onSave,
}: {
  readonly source: Source | null;
  /** Ids that a new one may not have: saving would change another source. */
  readonly taken: readonly string[];
  readonly onSave: (id: string, input: SourceInput) => Promise<void>;
}) {
  const { t } = useLanguage();
  const [id, setId] = useState(source?.id ?? '');
  const [title, setTitle] = useState(source?.title ?? '');
  const [tenant, setTenant] = useState(source?.tenant ?? '');
  const [mode, setMode] = useState(source?.mode ?? 'push');
  const [exportUrl, setExportUrl] = useState(source?.exportUrl ?? '');
  const [exportToken, setExportToken] = useState('');
  const [directory, setDirectory] = useState(source?.directory ?? false);
  const [enabled, setEnabled] = useState(source?.enabled ?? true);
  const input: SourceInput = {
    title,
    mode,
    directory,
    enabled,
    exportUrl: exportUrl || null,
    ...(tenant === '' ? {} : { tenant }),
    ...(exportToken === '' ? {} : { exportToken }),
  };
  return (
    <ActForm submit={t('interface.save')} onSubmit={() => onSave(id, input)}>
      <div className="fields">
        {source === null ? (
          <TextInput
            label={t('sources.id')}
            hint={t('sources.idHint')}
            value={id}
            onChange={setId}
            isRequired
            maxLength={63}
            complaintOf={(typed) => {
              if (!idPattern.test(typed)) return t('interface.idRule');
              return taken.includes(typed) ? t('interface.idTaken') : null;
            }}
          />
        ) : null}
        <TextInput label={t('sources.name')} value={title} onChange={setTitle} isRequired maxLength={200} />
        <TextInput
          label={t('sources.tenant')}
          hint={t('sources.tenantHint')}
          value={tenant}
          onChange={setTenant}
          maxLength={200}
        />
        <ChoiceInput
          label={t('sources.mode')}
          value={mode}
          onChange={setMode}
          options={(['push', 'pull'] as const).map((one) => ({ id: one, text: t(`sources.modes.${one}`) }))}
        />
        <TextInput
          label={t('sources.exportUrl')}
          hint={t('sources.exportUrlHint')}
          type="url"
          value={exportUrl}
          onChange={setExportUrl}
          isRequired={mode === 'pull'}
          maxLength={2000}
        />
        <TextInput
          label={t('sources.exportToken')}
          hint={t('sources.exportTokenHint')}
          type="password"
          autoComplete="new-password"
          value={exportToken}
          onChange={setExportToken}
          maxLength={4000}
        />
      </div>
      <CheckInput label={t('sources.isDirectory')} value={directory} onChange={setDirectory} />
      <CheckInput label={t('sources.enabled')} value={enabled} onChange={setEnabled} />
    </ActForm>
  );
}
