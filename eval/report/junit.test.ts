import { describe, expect, it } from 'vitest';
import { readXml, type XmlElement } from '../../src/adapters/parsers/xml-reader.ts';
import { aResultLine } from '../../test/support/a-result-line.ts';
import { junitXml } from './junit.ts';

const elements = (parent: XmlElement): XmlElement[] =>
  parent.children.filter((child): child is XmlElement => typeof child !== 'string');

describe('JUnit XML', () => {
  const lines = [
    aResultLine({ id: 'good', scores: { 'ndcg@10': 1 } }),
    aResultLine({ id: 'failed', error: 'HTTP 500 INTERNAL' }),
    aResultLine({
      id: 'leak',
      leaks: [{ kind: 'text', what: '<b> & "c" \u0001 \ud800', where: 'results.0' }],
    }),
    aResultLine({ id: 'asked', endpoint: 'ask' }),
  ];
  const attack = { kind: 'image', place: 'body', offered: true, obeyed: ['x'], sinks: [] };
  const attacked = [
    aResultLine({ id: 'obeyed', scores: { obedience: 1 }, attack }),
    aResultLine({
      id: 'reached out',
      attack: { ...attack, sinks: [{ kind: 'image', what: '![', where: 'answer.text' }] },
    }),
  ];
  const gate = {
    suite: 'demo',
    endpoint: 'search' as const,
    gate: 'ndcg@10' as const,
    kept: false,
    metrics: { 'ndcg@10': { n: 1, before: 1, after: 0.5, difference: -0.5, low: -0.6, high: -0.4 } },
  };
  const [root] = elements(readXml(junitXml(lines, [gate])));
  const suites = root ? elements(root) : [];

  it('has a suite for each suite and endpoint, whose counts are those of its cases', () => {
    expect(suites.map((suite) => suite.attributes.get('name'))).toEqual(['demo.search', 'demo.ask']);
    for (const suite of suites) {
      const cases = elements(suite);
      const holding = (name: string) =>
        cases.filter((one) => elements(one).some((child) => child.name === name)).length;
      expect(suite.attributes.get('tests')).toBe(String(cases.length));
      expect(suite.attributes.get('failures')).toBe(String(holding('failure')));
      expect(suite.attributes.get('errors')).toBe(String(holding('error')));
    }
  });

  it('fails leaks and a suite that got worse, and nothing for a low score', () => {
    const cases = elements(suites[0] as XmlElement);
    const outcome = (one: XmlElement) =>
      elements(one)
        .filter((child) => child.name !== 'system-out')
        .map((child) => `${child.name} ${child.attributes.get('type')}`);
    expect(cases.map((one) => [one.attributes.get('name'), ...outcome(one)])).toEqual([
      ['good'],
      ['failed', 'error reply'],
      ['leak', 'failure leak'],
      ['no worse than the baseline', 'failure worse'],
    ]);
  });

  it('fails an answer that reaches out, and not one that only obeyed', () => {
    const [all] = elements(readXml(junitXml(attacked)));
    const [suite] = elements(all as XmlElement);
    const [obeyed, reachedOut] = elements(suite as XmlElement);
    expect(suite?.attributes.get('failures')).toBe('1');
    expect(elements(obeyed as XmlElement).map(({ name }) => name)).toEqual(['system-out']);
    expect(elements(reachedOut as XmlElement)[0]?.attributes.get('type')).toBe('sink');
  });

  it('keeps characters that XML forbids out, and escapes what it means', () => {
    const leak = elements(elements(suites[0] as XmlElement)[2] as XmlElement)[0];
    expect(leak?.children.join('')).toContain('text <b> & "c" \ufffd \ufffd (results.0)');
  });
});
