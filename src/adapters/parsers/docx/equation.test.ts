import { expect, test } from 'vitest';
import { readXml } from '../xml-reader.ts';
import { equationText } from './equation.ts';

const t = (text: string): string => `<m:r><m:t>${text}</m:t></m:r>`;

test.each([
  [`<m:sSup><m:e>${t('x')}</m:e><m:sup>${t('2')}</m:sup></m:sSup>${t('+1')}`, 'x^2+1'],
  [
    `<m:sSubSup><m:e>${t('x')}</m:e><m:sub>${t('i')}</m:sub><m:sup>${t('n-1')}</m:sup></m:sSubSup>`,
    'x_i^(n-1)',
  ],
  [`<m:f><m:num>${t('a+b')}</m:num><m:den>${t('2')}</m:den></m:f>`, '(a+b)/2'],
  [`<m:rad><m:deg/><m:e>${t('n')}</m:e></m:rad>`, '√(n)'],
  [
    `<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${t('i=1')}</m:sub><m:sup>${t('n')}</m:sup><m:e>${t('i')}</m:e></m:nary>`,
    '∑_(i=1)^n i',
  ],
  [`<m:d><m:e>${t('a')}</m:e><m:e>${t('b')}</m:e></m:d>`, '(a, b)'],
])('%s', (xml, text) => {
  expect(equationText(readXml(`<m:oMath>${xml}</m:oMath>`))).toBe(text);
});
