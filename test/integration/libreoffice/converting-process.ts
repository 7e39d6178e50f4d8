/** A process that converts the file of its argument, to be killed meanwhile. */
import { openOfficeConverter } from '../../../src/adapters/libreoffice/office-converter.ts';
import { setting } from './soffice.ts';

const converter = await openOfficeConverter(setting);
await converter?.convert({ path: process.argv[2] ?? '', format: 'rtf' }, 'pdf');
