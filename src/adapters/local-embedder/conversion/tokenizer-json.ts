import type { Vocabulary } from './q4-model-file.ts';

/** The content of a Hugging Face `tokenizer.json` (Unigram after SentencePiece) for a vocabulary. */
export function tokenizerJson({ pieces, ids, normalisation }: Vocabulary): object {
  const [bos = '', eos = ''] = [pieces[ids.bos]?.[0], pieces[ids.eos]?.[0]];
  const special = [...new Set([ids.bos, ids.pad, ids.eos, ids.unk])].sort((a, b) => a - b);
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((id) => ({
      id,
      content: pieces[id]?.[0] ?? '',
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: 'Sequence', normalizers: [...replacements(normalisation), { type: 'NFKC' }] },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'WhitespaceSplit' },
        { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      ],
    },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: bos, type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: eos, type_id: 0 } },
      ],
      pair: [
        { SpecialToken: { id: bos, type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: eos, type_id: 0 } },
        { SpecialToken: { id: eos, type_id: 0 } },
        { Sequence: { id: 'B', type_id: 0 } },
        { SpecialToken: { id: eos, type_id: 0 } },
      ],
      special_tokens: {
        [bos]: { id: bos, ids: [ids.bos], tokens: [bos] },
        [eos]: { id: eos, ids: [ids.eos], tokens: [eos] },
      },
    },
    decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    model: { type: 'Unigram', unk_id: ids.unk, vocab: pieces, byte_fallback: false },
  };
}

/** What the table of normalisation does and NFKC does not: control characters go, unusual spaces become spaces. */
function replacements(normalisation: ReadonlyMap<string, string>): object[] {
  const others = [...normalisation].filter(([from, to]) => from.normalize('NFKC') !== to);
  const byReplacement = Map.groupBy(others, ([, to]) => to);
  return [...byReplacement].map(([content, pairs]) => ({
    type: 'Replace',
    pattern: { Regex: `[${pairs.map(([from]) => escapeOf(from)).join('')}]` },
    content,
  }));
}

/** Written as itself unless it means something in a class of characters, which is alike in every dialect of patterns. */
function escapeOf(character: string): string {
  return /[\\\]^[&~-]/.test(character) ? `\\${character}` : character;
}
