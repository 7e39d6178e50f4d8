import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useAnnounce } from '../../../../shared/interface/announcer.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { saveFile } from '../../../../shared/interface/save-file.ts';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { AuditRecord } from '../../api/compliance.ts';
import { useLanguage } from '../../interface/language.ts';
import type { PageOf } from '../../interface/use-pages.ts';

/** Saves all records that were asked for, a line each with its hashes, so that anybody can verify them. */
export function AuditExport({
  load,
}: {
  readonly load: (cursor: string | null) => Promise<PageOf<AuditRecord>>;
}) {
  const { t } = useLanguage();
  const announce = useAnnounce();
  const { run, isRunning, problem } = useAct();
  const [count, setCount] = useState(0);
  const save = () =>
    run(async () => {
      const lines: string[] = [];
      let cursor: string | null = null;
      do {
        const page: PageOf<AuditRecord> = await load(cursor);
        for (const record of page.rows) lines.push(`${JSON.stringify(record)}\n`);
        setCount(lines.length);
        cursor = page.nextCursor;
      } while (cursor !== null);
      saveFile('sourcier-audit.jsonl', new Blob(lines, { type: 'application/x-ndjson' }));
      announce(t('audit.exported', { count: lines.length }));
    });
  return (
    <>
      <Button className="button quiet" isPending={isRunning} onPress={() => void save()}>
        {isRunning ? t('audit.exporting', { count }) : t('audit.export')}
      </Button>
      {problem === null ? null : <ProblemText problem={problem} isAlert />}
    </>
  );
}
