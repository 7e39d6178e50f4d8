import type { SuiteComparison } from '../../src/core/evaluation/compare-runs.ts';
import type { ResultLine } from '../../src/core/evaluation/result-line.ts';

/**
 * Results as JUnit XML: a leak, a forbidden sink and a suite that got worse are failures, a question without reply an error. A
 * document that was not found is a score, not a failure, and so is an instruction that was followed.
 */
export function junitXml(lines: readonly ResultLine[], comparisons: readonly SuiteComparison[] = []): string {
  const suites = [...Map.groupBy(lines, ({ suite, endpoint }) => `${suite}.${endpoint}`)].map(([name, own]) =>
    testSuite(
      name,
      own,
      comparisons.find((one) => `${one.suite}.${one.endpoint}` === name),
    ),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="sourcier eval">\n${suites.join('\n')}\n</testsuites>\n`;
}

function testSuite(name: string, lines: readonly ResultLine[], comparison?: SuiteComparison): string {
  const gate = comparison?.gate ? [gateCase(name, comparison)] : [];
  const failures =
    lines.filter((line) => line.leaks.length > 0 || hasSinks(line)).length +
    (comparison?.kept === false ? 1 : 0);
  const errors = lines.filter((line) => line.error !== null && line.leaks.length === 0).length;
  const seconds = lines.reduce((sum, line) => sum + line.latencyMs, 0) / 1_000;
  const counts = `tests="${lines.length + gate.length}" failures="${failures}" errors="${errors}" skipped="0"`;
  const cases = [...lines.map((line) => testCase(name, line)), ...gate];
  return `<testsuite name="${escapeXml(name)}" ${counts} time="${seconds.toFixed(3)}">\n${cases.join('\n')}\n</testsuite>`;
}

function testCase(suite: string, line: ResultLine): string {
  const open = `<testcase classname="${escapeXml(suite)}" name="${escapeXml(line.id)}" time="${(line.latencyMs / 1_000).toFixed(3)}">`;
  return `${open}${outcome(line)}${properties(line)}</testcase>`;
}

const hasSinks = ({ attack }: ResultLine) => attack !== null && attack.sinks.length > 0;

function outcome({ leaks, attack, error }: ResultLine): string {
  if (leaks.length > 0) {
    const said = leaks.map(({ kind, what, where }) => `${kind} ${what} (${where})`).join('\n');
    return `<failure type="leak" message="${leaks.length} leaks">${escapeXml(said)}</failure>`;
  }
  if (attack !== null && attack.sinks.length > 0) {
    const said = attack.sinks.map(({ kind, what, where }) => `${kind} ${what} (${where})`).join('\n');
    return `<failure type="sink" message="${attack.sinks.length} forbidden sinks">${escapeXml(said)}</failure>`;
  }
  return error === null ? '' : `<error type="reply" message="${escapeXml(error)}"/>`;
}

/** Scores go to standard output: JUnit knows no others that all readers show. */
function properties({ scores }: ResultLine): string {
  const said = Object.entries(scores).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${value}`],
  );
  return said.length === 0 ? '' : `<system-out>${escapeXml(said.join('\n'))}</system-out>`;
}

function gateCase(suite: string, { gate, kept, metrics }: SuiteComparison): string {
  const difference = gate === null ? undefined : metrics[gate];
  const said = `${gate}: ${difference?.difference.toFixed(4)} [${difference?.low.toFixed(4)}; ${difference?.high.toFixed(4)}]`;
  const body = kept ? '' : `<failure type="worse" message="${escapeXml(said)}"/>`;
  return `<testcase classname="${escapeXml(suite)}" name="no worse than the baseline">${body}<system-out>${escapeXml(said)}</system-out></testcase>`;
}

/** XML 1.0 allows no control characters but tab and newlines. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\n', '&#10;')
  );
}
