import { readEnvironment } from '../../../config/env.ts';
import { findSoffice, type SofficeSetting } from '../../../src/adapters/libreoffice/find-soffice.ts';

/** How this machine's LibreOffice is found. */
export const setting: SofficeSetting = readEnvironment().soffice;

/** Its program, `null` when there is none. */
export const soffice = await findSoffice(setting);

/** Why tests that convert are skipped, or `false` when LibreOffice is there. */
export const noSoffice: string | false = soffice === null ? 'LibreOffice is not installed' : false;
