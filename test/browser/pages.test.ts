import { afterAll, beforeAll, describe } from 'vitest';
import { startDemo } from '../support/demo-server.ts';
import { launchBrowser, missingBrowser } from '../support/visit.ts';
import { embedding } from './embedding/behaviour.ts';
import { startHostPage } from './embedding/host-page.ts';
import { keyboard } from './keyboard/behaviour.ts';
import type { Pages } from './pages.ts';
import { privateDocument } from './private-document/behaviour.ts';
import { sidebar } from './sidebar/behaviour.ts';
import { sources } from './sources/behaviour.ts';
import { states } from './states/behaviour.ts';
import { workplace } from './workplace/behaviour.ts';

const title = missingBrowser === null ? 'pages' : `pages (skipped: ${missingBrowser})`;

describe.skipIf(missingBrowser !== null)(title, { timeout: 120_000 }, () => {
  let pages: Pages;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const host = await startHostPage();
    stops.push(host.close);
    const demo = await startDemo({ EMBED_ORIGINS: host.origin });
    stops.push(demo.stop);
    const browser = await launchBrowser();
    stops.push(() => browser.close());
    host.holdSidebarOf(demo.address);
    pages = { browser, base: demo.address, dataFolder: demo.dataFolder, host: host.origin };
  }, 400_000);
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  workplace(() => pages);
  sidebar(() => pages);
  states(() => pages);
  keyboard(() => pages);
  embedding(() => pages);
  privateDocument(() => pages);
  sources(() => pages);
});
