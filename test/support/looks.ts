import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What axe is asked to look at: WCAG 2.2 AA, and what is good practice. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Those that look at colours: of text on its ground, and of links in text. */
const rulesOfColours = ['color-contrast', 'link-in-text-block'];

/**
 * They ask nothing of a page that a modal dialog hides. Of `role=dialog` axe knows that; whether an `alertdialog` is modal it guesses
 * from what stands at some points of the window, not each time alike.
 */
const rulesOfWholePages = ['landmark-one-main', 'page-has-heading-one'];

type Look = {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
};

/** Theme by width, ordered so that the window changes its size once. What a theme changes is colours alone. */
const looks: readonly (Look & { readonly rules: 'all' | 'colours' })[] = [
  { name: 'light', colorScheme: 'light', width: 1440, height: 900, rules: 'all' },
  { name: 'dark', colorScheme: 'dark', width: 1440, height: 900, rules: 'colours' },
  { name: 'dark, 320 px', colorScheme: 'dark', width: 320, height: 700, rules: 'all' },
  { name: 'light, 320 px', colorScheme: 'light', width: 320, height: 700, rules: 'colours' },
];
/** What 200 % leaves of a window of 1440 × 900. */
const zoomed: Look = { name: '200 %', colorScheme: 'light', width: 720, height: 450 };

/** As tests find the page. */
export const usualLook = (page: Page): Promise<void> => wear(page, looks[0] as Look);

async function wear(page: Page, { colorScheme, width, height }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height });
}

/**
 * All that is wrong with what a frame shows now, in each theme × width, each finding with its look: what axe knows, what must be
 * scrolled sideways (also at 200 %, and with the spaces between letters, words, lines and paragraphs that RGAA 10.12 wants), text
 * that is cut off, and what moves for people who asked for no motion. The state is reached once; only the window changes. `part`: where
 * what is around it was looked at in another state, axe looks at it in the first look alone.
 */
export async function findingsOf(page: Page, frame: Frame, part?: string): Promise<readonly string[]> {
  const findings: string[] = [];
  const note = (look: string, found: readonly string[]) =>
    findings.push(...found.map((one) => `${look}: ${one}`));
  for (const look of looks) {
    await wear(page, look);
    const within = look === looks[0] ? undefined : part;
    note(look.name, await barriersOf(frame, look.rules, { within }));
    note(look.name, await overflowsOf(frame));
  }
  await frame.evaluate(spaceOut);
  note('spaced text, 320 px', await overflowsOf(frame));
  await frame.evaluate('document.adoptedStyleSheets = []');
  await wear(page, zoomed);
  note(zoomed.name, await overflowsOf(frame));
  note(zoomed.name, await frame.evaluate<string[]>(motions));
  await usualLook(page);
  return findings;
}

/** What react-aria has said for some seconds: it may name an element that has gone meanwhile. */
const spoken = '[data-live-announcer]';

type Parts = {
  readonly within?: string | undefined;
  readonly beside?: string | undefined;
  readonly without?: readonly string[];
};

/**
 * What axe finds in one frame, without those in it. Its script stays in the frame, which makes a look cheap. `within`: the
 * part that is looked at, `beside`: one that is not; `without`: rules that do not hold there.
 */
export async function barriersOf(
  frame: Frame,
  among: 'all' | 'colours' = 'all',
  { within, beside, without = [] }: Parts = {},
): Promise<readonly string[]> {
  if (!(await frame.evaluate<boolean>('"axe" in window'))) await frame.evaluate(axe.source);
  // What a frame holds is in the landmark in which the frame stands.
  const off = [
    ...without,
    ...(frame.parentFrame() === null ? [] : ['region']),
    ...((await frame.locator('[role=alertdialog]').count()) === 0 ? [] : rulesOfWholePages),
  ];
  const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]));
  const runOnly = among === 'all' ? { type: 'tag', values: tags } : { type: 'rule', values: rulesOfColours };
  const options = { runOnly, rules, resultTypes: ['violations'], iframes: false };
  const looked = JSON.stringify({
    include: [within ?? 'html'],
    exclude: [spoken, ...(beside === undefined ? [] : [beside])],
  });
  return frame.evaluate<string[]>(
    `axe.run(${looked}, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`,
  );
}

const overflowsOf = (frame: Frame) => frame.evaluate<string[]>(overflows);

/** Shortened on purpose: the whole of it is one press away. */
const shortened = '.source-quote';

const overflows = `(() => {
  const wide = document.documentElement.scrollWidth > innerWidth ? ['wider than its window'] : [];
  const cut = [...document.querySelectorAll('body *')].filter((one) => {
    if (!one.checkVisibility() || one.closest('svg') || one.closest(${JSON.stringify(shortened)})) return false;
    // Hidden from the eye, for screen readers.
    for (let above = one; above; above = above.parentElement)
      if (getComputedStyle(above).clipPath.startsWith('inset')) return false;
    if (![...one.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim() !== '')) return false;
    const { overflowX, overflowY } = getComputedStyle(one);
    const isCut = (overflow) => overflow === 'hidden' || overflow === 'clip';
    return (isCut(overflowX) && one.scrollWidth > one.clientWidth + 1) || (isCut(overflowY) && one.scrollHeight > one.clientHeight + 1);
  });
  return [...wide, ...cut.map((one) => 'cut off: ' + one.outerHTML.slice(0, 200))];
})()`;

/** As WCAG 1.4.12 says it. */
const spaceOut = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
  document.adoptedStyleSheets = [sheet];
})()`;

const motions = `[
  ...document.getAnimations().map((one) => 'moves: ' + (one.animationName ?? one.transitionProperty)),
  ...(getComputedStyle(document.documentElement).scrollBehavior === 'smooth' ? ['scrolls smoothly'] : []),
]`;
