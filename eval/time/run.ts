import { measureFamilies } from './measure-families.ts';

/** `node eval/time/run.ts`: finding in families of documents, one line of JSON. */
console.log(JSON.stringify(await measureFamilies()));
