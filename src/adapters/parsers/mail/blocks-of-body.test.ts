import { describe, expect, test } from 'vitest';
import type { ParsedBlock } from '../../../core/parsed-document.ts';
import { blocksOfPlainBody } from './blocks-of-body.ts';
import { readRichBody } from './read-rich-body.ts';

/** Texts by what they are: own words, `mail-signature`, `mail-history`. */
function apart(blocks: readonly ParsedBlock[]): Record<string, string> {
  const parts: Record<string, string> = {};
  for (const block of blocks) {
    const text = block.kind === 'table' ? '' : block.text;
    const part = block.aside ?? 'body';
    parts[part] = parts[part] === undefined ? text : `${parts[part]} | ${text}`;
  }
  return parts;
}

const plain = (...lines: string[]) => apart(blocksOfPlainBody(lines.join('\n')));
const rich = (html: string) => apart(readRichBody(html).blocks);

describe('history in plain text', () => {
  test.each([
    ['Le jeu. 2 mai 2024 à 10:12, Ana Lopez <ana@bellerive.fr> a écrit :'],
    ['Le 02/05/2024 10:12, Ana Lopez a écrit :'],
    ['On Thu, May 2, 2024 at 10:12 AM Ana Lopez <ana@bellerive.fr> wrote:'],
    ['Am 02.05.2024 um 10:12 schrieb Ana Lopez <ana@bellerive.fr>:'],
    ['Ana Lopez <ana@bellerive.fr> a écrit le 02/05/2024 10:12 :'],
  ])('%s', (attribution) => {
    expect(plain('D’accord.', '', attribution, '', '> Réunion mardi ?', '>', '>> Oui ?')).toEqual({
      body: 'D’accord.',
      'mail-history': `${attribution} | Réunion mardi ? | Oui ?`,
    });
  });

  test('an attribution that is wrapped, above a mail that is not marked line by line', () => {
    expect(
      plain(
        'Vu.',
        '',
        'Le jeudi 2 mai 2024 à 10:12:30 UTC+2, Ana Lopez',
        '<ana@bellerive.fr> a écrit :',
        '',
        'Réunion mardi ?',
      ),
    ).toEqual({
      body: 'Vu.',
      'mail-history':
        'Le jeudi 2 mai 2024 à 10:12:30 UTC+2, Ana Lopez <ana@bellerive.fr> a écrit : | Réunion mardi ?',
    });
  });

  test.each([
    [
      [
        '-----Message d’origine-----',
        'De : Ana Lopez [mailto:ana@bellerive.fr]',
        'Envoyé : jeudi 2 mai 2024 10:12',
      ],
    ],
    [['-----Original Message-----', 'From: Ana Lopez', 'Sent: Thursday, May 2, 2024 10:12 AM']],
    [
      [
        '________________________________',
        'De : Ana Lopez <ana@bellerive.fr>',
        'Envoyé : jeudi 2 mai 2024',
        'À : Bob',
        'Objet : RE: budget',
      ],
    ],
    [['De : Ana Lopez <ana@bellerive.fr>', '', 'Envoyé : jeudi 2 mai 2024', '', 'Objet : budget']],
    [['Von: Ana Lopez', 'Gesendet: Donnerstag, 2. Mai 2024', 'An: Bob', 'Betreff: Haushalt']],
    [['*De :* Ana Lopez <ana@bellerive.fr>', '*Envoyé :* jeudi 2 mai 2024', '*Objet :* budget']],
  ])('%j', (header) => {
    const parts = plain('Voici le tableau.', '', ...header, '', 'Peux-tu envoyer le budget ?', '', 'Ana');
    expect(parts.body).toBe('Voici le tableau.');
    expect(parts['mail-history']).toContain('Peux-tu envoyer le budget ? | Ana');
  });

  test('a reply below what it quotes is the body', () => {
    expect(plain('On 2 May 2024, Ana wrote:', '> Réunion mardi ?', '', 'Oui, à 14 h.')).toEqual({
      body: 'Oui, à 14 h.',
      'mail-history': 'On 2 May 2024, Ana wrote: | Réunion mardi ?',
    });
  });

  test('replies between quoted lines keep the lines that they answer', () => {
    const blocks = blocksOfPlainBody(
      ['Le 2 mai 2024, Ana a écrit :', '> Réunion mardi ?', 'Oui.', '> À 14 h ?', 'Plutôt 15 h.'].join('\n'),
    );
    expect(blocks).toEqual([
      { kind: 'quote', text: 'Réunion mardi ?' },
      { kind: 'paragraph', text: 'Oui.' },
      { kind: 'quote', text: 'À 14 h ?' },
      { kind: 'paragraph', text: 'Plutôt 15 h.' },
      { kind: 'paragraph', text: 'Le 2 mai 2024, Ana a écrit :', aside: 'mail-history' },
    ]);
  });

  test('a mail passed on without a word stays the body, up to the mail that it answers', () => {
    expect(
      plain(
        '---------- Forwarded message ---------',
        'De : Ana <ana@bellerive.fr>',
        'Date: jeu. 2 mai 2024',
        'Subject: Budget',
        'À : Bob',
        '',
        'Le budget est voté.',
        '',
        'Le 1er mai 2024, Zoé a écrit :',
        '> Est-il voté ?',
      ),
    ).toEqual({
      body: expect.stringMatching(/Forwarded message.*À : Bob \| Le budget est voté\.$/),
      'mail-history': 'Le 1er mai 2024, Zoé a écrit : | Est-il voté ?',
    });
    expect(plain('> tout est', '> cité')).toEqual({ body: 'tout est cité' });
    expect(
      plain(
        'Envoyé de mon iPhone',
        '',
        'Début du message transféré :',
        '',
        '> De: Ana <a@b.fr>',
        '> Objet: x',
        '',
        '> Le budget.',
      ),
    ).toEqual({
      body: expect.stringContaining('Le budget.'),
      'mail-signature': 'Envoyé de mon iPhone',
    });
  });

  test('words that only look like a header stay in the body', () => {
    expect(
      plain('Le maire a écrit : « non ».', '', 'De : Paris', 'À : Lyon', 'Date : 3 mai', '', 'Fin.'),
    ).toEqual({
      body: 'Le maire a écrit : « non ». | De : Paris À : Lyon Date : 3 mai | Fin.',
    });
  });
});

describe('signature in plain text', () => {
  test.each([
    [['-- ', 'Ana Lopez', 'Direction des finances']],
    [['Cordialement,', '', 'Ana Lopez', 'Direction des finances', '01 23 45 67 89']],
    [['Bien cordialement', 'Ana Lopez', 'ana@bellerive.fr']],
    [['Mit freundlichen Grüßen', 'Ana Lopez', 'www.bellerive.fr']],
    [['Kind regards,', 'Ana Lopez', '+33 1 23 45 67 89']],
    [['Envoyé de mon iPhone']],
    [['Sent from my Samsung Galaxy smartphone.']],
    [
      [
        'Ce message et ses pièces jointes sont confidentiels et destinés exclusivement à leurs destinataires.',
      ],
    ],
    [
      [
        'Cordialement,',
        'Ana Lopez',
        'Service des eaux',
        '',
        `Ce courriel est confidentiel. ${'Il ne doit pas être copié. '.repeat(60)}`,
      ],
    ],
  ])('%j', (signature) => {
    const parts = plain('Le budget est voté.', '', ...signature);
    expect(parts.body).toBe('Le budget est voté.');
    expect(parts['mail-signature']).toContain(signature.at(-1)?.trim() ?? '?');
  });

  test('a closing formula without an address, or amid the text, stays in the body', () => {
    expect(plain('Voté.', '', 'Cordialement,', 'Ana')).toEqual({ body: 'Voté. | Cordialement, Ana' });
    const long = 'Le conseil a délibéré longuement sur ce point et rendra son avis. '.repeat(20);
    expect(plain('A', '', '--', long)['mail-signature']).toBeUndefined();
  });

  test('never leaves a mail without a body', () => {
    expect(plain('-- ', 'Ana Lopez', '01 23 45 67 89')).toEqual({ body: '-- Ana Lopez 01 23 45 67 89' });
    expect(plain('')).toEqual({});
  });

  test('signature and history of one mail', () => {
    expect(
      plain('Voté.', '', '-- ', 'Ana', '', 'Le 1er mai 2024, Zoé a écrit :', '> Voté ?', '> -- ', '> Zoé'),
    ).toEqual({
      body: 'Voté.',
      'mail-signature': '-- Ana',
      'mail-history': 'Le 1er mai 2024, Zoé a écrit : | Voté ? -- Zoé',
    });
  });
});

describe('history and signature in HTML', () => {
  test('Gmail', () => {
    expect(
      rich(
        '<div dir="ltr">Voté.<div><br></div>-- <br><div dir="ltr" class="gmail_signature">Ana Lopez</div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Le jeu. 2 mai 2024 à 10:12, Zoé &lt;<a>z@b.fr</a>&gt; a écrit :<br></div><blockquote class="gmail_quote"><ul><li>Voté ?</ul></blockquote></div>',
      ),
    ).toEqual({
      body: 'Voté.',
      'mail-signature': expect.stringContaining('Ana Lopez'),
      'mail-history': 'Le jeu. 2 mai 2024 à 10:12, Zoé <z@b.fr> a écrit : | Voté ?',
    });
  });

  test('Outlook: all below the header is history', () => {
    const header =
      '<p><b>De :</b> Zoé &lt;z@b.fr&gt;<br><b>Envoyé :</b> jeudi 2 mai 2024 10:12<br><b>À :</b> Ana<br><b>Objet :</b> Budget</p>';
    for (const html of [
      `<p>Voté.</p><hr><div id="divRplyFwdMsg">${header}</div><div><h1>Budget</h1><p>Voté ?</p></div>`,
      `<p>Voté.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt">${header}</div><h1>Budget</h1><p>Voté ?</p>`,
      `<p>Voté.</p><div class="x_gmail_quote">${header}<p>Budget</p><p>Voté ?</p></div>`,
    ])
      expect(rich(html)).toEqual({
        body: 'Voté.',
        'mail-history':
          'De : Zoé <z@b.fr> Envoyé : jeudi 2 mai 2024 10:12 À : Ana Objet : Budget | Budget | Voté ?',
      });
  });

  test('Thunderbird and Apple Mail: an attribution above a cited block, a reply below it', () => {
    expect(
      rich(
        '<div class="moz-cite-prefix">Le 02/05/2024 à 10:12, Zoé a écrit :</div><blockquote type="cite"><p>Voté ?</p></blockquote><p>Oui.</p><div class="moz-signature">-- <br>Ana</div>',
      ),
    ).toEqual({
      body: 'Oui.',
      'mail-signature': '-- Ana',
      'mail-history': 'Le 02/05/2024 à 10:12, Zoé a écrit : | Voté ?',
    });
    expect(
      rich(
        '<div>Le 2 mai 2024 à 10:12, Zoé a écrit :</div><blockquote type="cite">Voté ?</blockquote><div>Oui.</div>',
      ),
    ).toEqual({ body: 'Oui.', 'mail-history': 'Le 2 mai 2024 à 10:12, Zoé a écrit : | Voté ?' });
  });

  test('replies between cited blocks, and a mail passed on without a word', () => {
    expect(
      rich(
        '<blockquote type="cite">Mardi ?</blockquote><p>Oui.</p><blockquote type="cite">14 h ?</blockquote><p>15 h.</p>',
      ),
    ).toEqual({ body: 'Mardi ? | Oui. | 14 h ? | 15 h.' });
    expect(
      rich('<div class="gmail_quote">---------- Forwarded message ---------<p>Le budget.</p></div>'),
    ).toEqual({
      body: '---------- Forwarded message --------- | Le budget.',
    });
  });

  test('R37: hidden words are counted, not read', () => {
    const { blocks, hidden } = readRichBody('<div style="display:none">secret</div><p>Bonjour</p>');
    expect(apart(blocks)).toEqual({ body: 'Bonjour' });
    expect(hidden).toBe(6);
  });

  test('R48: nesting that overflows the tree builders is read flat', () => {
    expect(rich(`${'<div>'.repeat(50_000)}fond`)).toEqual({ body: 'fond' });
  });
});
