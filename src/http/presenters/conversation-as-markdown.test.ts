import { describe, expect, it } from 'vitest';
import { conversationAsMarkdown, exportNotice } from './conversation-as-markdown.ts';

type Exported = Parameters<typeof conversationAsMarkdown>[0];
type Message = Exported['messages'][number];

const source = (document: object = {}) => ({
  n: 1,
  rank: 1,
  score: 1,
  readable: true as const,
  document: {
    id: 'd1',
    title: 'Note sur les congés',
    path: 'rh/note.pdf',
    space: 'rh',
    version: 1,
    language: 'fr' as const,
    modifiedAt: '2026-01-01T00:00:00.000Z',
    url: null as string | null,
    ...document,
  },
  passage: {
    id: 'p1',
    text: 'Vingt-cinq jours.',
    headings: ['Article 3'],
    page: 2,
    place: { kind: 'page' as const, from: 2, to: 2 },
    aside: null,
    recognised: null,
    start: 0,
    end: 17,
  },
  duplicates: 0,
});

const usage = {
  promptTokens: null,
  completionTokens: null,
  costEuro: null,
  provider: 'albert',
  model: 'modele-1',
  timings: {},
};

function exported(answer: Partial<Message> = {}, question = 'Combien de jours ?'): Exported {
  const at = '2026-11-26T09:30:00.000Z';
  return {
    id: 'c1',
    title: 'Combien de jours ?',
    createdAt: at,
    updatedAt: at,
    exportedAt: at,
    notice: exportNotice('fr'),
    messages: [
      {
        id: 'm1',
        role: 'user',
        text: question,
        outcome: null,
        sentences: [],
        createdAt: at,
        sources: [],
        masked: false,
      },
      {
        id: 'm2',
        role: 'assistant',
        text: 'Vingt-cinq jours [1].\n\n- par an\n- au prorata\n\n> cité',
        outcome: 'answered',
        sentences: [],
        createdAt: at,
        sources: [source()],
        masked: false,
        usage,
        ...answer,
      },
    ],
  };
}

describe('a conversation as Markdown', () => {
  it('tells the sources that are cited from those that were only looked at', () => {
    const sentences = [{ text: 'Vingt-cinq jours.', citations: [1], support: 'supported' as const }];
    const other = { ...source({ id: 'd2', title: 'Note sur les primes', path: 'rh/primes.pdf' }), n: 2 };
    const written = conversationAsMarkdown(exported({ sentences, sources: [source(), other] }), 'fr');
    expect(written).toMatch(
      /\*\*Sources\*\*\n\n.*congés.*\n\n\*\*Passages consultés, non cités\*\*\n\n.*primes/,
    );
  });

  it('tells the time of day as clocks show it where the people are, wherever the server is', () => {
    expect(conversationAsMarkdown(exported(), 'fr')).toMatch(/## Question · 26 novembre 2026 à 10:30/);
  });

  it('R93: holds question, answer, sources with place and address, model and notice', () => {
    const written = conversationAsMarkdown(exported(), 'fr');
    expect(written).toMatch(/^# Combien de jours \?\n/);
    expect(written).toContain('**Assistant IA, réponses à vérifier.**');
    expect(written).toMatch(/## Question · 26 novembre 2026/);
    expect(written).toMatch(/### Réponse · 26 novembre 2026.* · modèle modele-1 \(albert\)/);
    expect(written).toContain('Vingt-cinq jours \\[1\\].\n\n- par an\n- au prorata\n\n> cité');
    expect(written).toContain(
      '- \\[1\\] Note sur les congés › Article 3, p. 2 (rh/note.pdf, /v1/documents/d1)',
    );
  });

  it('links a source to where it stands, when that is an address of the web', () => {
    const linked = exported({ sources: [source({ url: 'https://espace.example/d?id=1' })] });
    expect(conversationAsMarkdown(linked, 'fr')).toContain(
      '[Note sur les congés › Article 3](<https://espace.example/d?id=1>)',
    );
    for (const url of ['javascript:alert(1)', 'https://a.example/>x', 'file:///etc/passwd'])
      expect(conversationAsMarkdown(exported({ sources: [source({ url })] }), 'fr')).not.toContain('](');
  });

  it('R38 R42: leaves nothing that loads, links or runs', () => {
    const hostile =
      '![x](https://evil.example/a.png) <img src=x> [a](b) [r]: http://e `c` **g** # t | a | ~s~ &lt;';
    const written = conversationAsMarkdown(
      exported(
        {
          text: `${hostile}\n# Titre\n---\n    code`,
          searchedFor: hostile,
          notices: [{ code: 'words-only', text: hostile }],
          sources: [source({ title: hostile, path: hostile })],
        },
        hostile,
      ),
      'fr',
    );
    expect(written.replaceAll(/\\./g, '')).not.toMatch(/!\[|\]\(|<img|`|~s|&lt|\n# Titre|\n---|\n {4}/);
  });

  it('says what is masked, gone, superseded and cut short, in both languages', () => {
    const changes = { complete: false, supersededBy: 'm9', searchedFor: 'jours de congés' };
    const gone = exported({ ...changes, text: '', masked: true, sources: [{ n: 1, readable: false }] });
    const french = conversationAsMarkdown(gone, 'fr');
    expect(french).toContain('Réponse masquée');
    expect(french).toContain('- \\[1\\] source qui ne vous est pas accessible');
    expect(french).toContain('Réponse interrompue.');
    expect(french).toContain('plus récente');
    const english = conversationAsMarkdown(gone, 'en');
    for (const words of ['Answer withheld', 'cannot open', 'cut short', 'Understood as'])
      expect(english).toContain(words);
  });

  it('says that a question is masked, as that of a task on a lost document is', () => {
    const gone = exported({ text: '', masked: true });
    const [question, ...others] = gone.messages;
    if (!question) throw new Error('no question');
    const written = conversationAsMarkdown(
      { ...gone, messages: [{ ...question, text: '', masked: true }, ...others] },
      'fr',
    );
    expect(written).toMatch(/## Question ·.*\n\n\*Question masquée/);
  });
});
