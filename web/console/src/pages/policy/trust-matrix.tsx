import { useState } from 'react';
import { Button } from 'react-aria-components';
import { type Policy, sensitivities, trustLevels } from '../../api/providers.ts';
import { FittingTable } from '../../interface/fitting-table.tsx';
import { useLanguage } from '../../interface/language.ts';

/**
 * Levels of trust by sensitivity: one choice in each row, and all that is less sensitive goes with it. Nothing is changed before
 * it is saved: arrows walk over choices that nobody means.
 */
export function TrustMatrix({
  matrix: saved,
  onSave,
}: {
  readonly matrix: Policy['matrix'];
  readonly onSave: (matrix: Policy['matrix']) => void;
}) {
  const { t } = useLanguage();
  const [matrix, setMatrix] = useState(saved);
  const isChanged = trustLevels.some((level) => matrix[level] !== saved[level]);
  return (
    <>
      <div className="table-box">
        <FittingTable look="matrix">
          <caption className="visually-hidden">{t('policy.matrix')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('policy.trust')}</th>
              {sensitivities.map((sensitivity) => (
                <th key={sensitivity} scope="col">
                  {t(`policy.sensitivities.${sensitivity}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trustLevels.map((level) => (
              <tr key={level}>
                <th scope="row">{t(`models.trust.${level}`)}</th>
                {sensitivities.map((sensitivity, at) => (
                  <td
                    key={sensitivity}
                    data-label={t(`policy.sensitivities.${sensitivity}`)}
                    data-allowed={at <= sensitivities.indexOf(matrix[level])}
                  >
                    <label className="matrix-choice">
                      <input
                        type="radio"
                        name={`matrix-${level}`}
                        checked={matrix[level] === sensitivity}
                        onChange={() => setMatrix({ ...matrix, [level]: sensitivity })}
                        aria-label={t('policy.upTo', {
                          trust: t(`models.trust.${level}`),
                          sensitivity: t(`policy.sensitivities.${sensitivity}`),
                        })}
                      />
                      {at <= sensitivities.indexOf(matrix[level]) ? (
                        <span aria-hidden="true">{t('policy.allowed')}</span>
                      ) : null}
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </FittingTable>
      </div>
      <div className="actions start">
        <Button className="button primary" isDisabled={!isChanged} onPress={() => onSave(matrix)}>
          {t('interface.save')}
        </Button>
      </div>
    </>
  );
}
