import { Button } from 'react-aria-components';
import { ConfirmButton } from '../../../../shared/interface/confirm-button.tsx';
import { ProblemText } from '../../../../shared/interface/problem-text.tsx';
import { useAct } from '../../../../shared/interface/use-act.ts';
import type { ExposedSpace } from '../../api/documents.ts';
import { Badge } from '../../interface/badge.tsx';
import { type Column, DataTable } from '../../interface/data-table.tsx';
import { useLanguage } from '../../interface/language.ts';
import { useDone } from '../../interface/undo.tsx';
import { useClient, useSession } from '../../session/session.ts';

/** The spaces, the most exposed first. Administrators exclude one from the assistant, and open it again. */
export function ExposedSpaces({
  spaces,
  onChange,
}: {
  readonly spaces: readonly ExposedSpace[];
  readonly onChange: () => void;
}) {
  const { t } = useLanguage();
  const { documents } = useClient();
  const { roles } = useSession();
  const tell = useDone();
  const { run, problem } = useAct();
  const switchTo = async ({ id, title }: ExposedSpace, isOpen: boolean) => {
    const { documents: count } = await documents.switchSpace(id, isOpen);
    onChange();
    return t(isOpen ? 'exposure.included' : 'exposure.excluded', { space: title, count });
  };
  const exclude = async (space: ExposedSpace) => {
    const sentence = await switchTo(space, false);
    tell({ sentence, undo: async () => void (await switchTo(space, true)) });
  };
  const numbers = [
    ['people', ({ people }: ExposedSpace) => people],
    ['documents', ({ documents: all }: ExposedSpace) => all],
    ['exposed', ({ exposed }: ExposedSpace) => exposed],
    ['guests', ({ openToGuests }: ExposedSpace) => openToGuests],
    ['sensitive', ({ sensitive }: ExposedSpace) => sensitive],
    ['unread', ({ unread }: ExposedSpace) => unread],
  ] as const;
  const columns: readonly Column<ExposedSpace>[] = [
    { id: 'space', title: t('exposure.columns.space'), value: ({ title }) => title },
    {
      id: 'assistant',
      title: t('exposure.columns.assistant'),
      value: ({ assistantEnabled }) => t(assistantEnabled ? 'exposure.on' : 'exposure.off'),
      cell: ({ assistantEnabled }) => (
        <Badge tone={assistantEnabled ? 'good' : 'plain'}>
          {t(assistantEnabled ? 'exposure.on' : 'exposure.off')}
        </Badge>
      ),
    },
    ...numbers.map(([id, value]) => ({ id, title: t(`exposure.columns.${id}`), value, isNumber: true })),
  ];
  return (
    <>
      {problem === null ? null : <ProblemText problem={problem} />}
      <DataTable
        caption={t('exposure.spaces')}
        name="exposure-by-space"
        columns={columns}
        rows={spaces}
        rowKey={({ id }) => id}
        empty={t('exposure.noSpace')}
        {...(roles.has('admin') && {
          actions: (space: ExposedSpace) =>
            space.assistantEnabled ? (
              <ConfirmButton
                text={t('exposure.excludeShort')}
                action={t('exposure.exclude')}
                label={t('exposure.excludeOf', { space: space.title })}
                question={t('exposure.excludeAsk', { space: space.title })}
                consequence={t('exposure.excludeWhat')}
                onConfirm={() => exclude(space)}
              />
            ) : (
              <Button
                className="button quiet"
                aria-label={t('exposure.includeOf', { space: space.title })}
                onPress={() => void run(async () => tell({ sentence: await switchTo(space, true) }))}
              >
                {t('exposure.includeShort')}
              </Button>
            ),
        })}
      />
    </>
  );
}
