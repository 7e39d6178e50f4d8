import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditContent, contentHash, linkHash } from './audit-hash.ts';
import { canonicalJson } from './canonical-json.ts';

const record: AuditContent = {
  org: 'bellerive',
  at: new Date('2026-11-26T08:15:30.123Z'),
  actor: '0b9ee0a8-6b0b-4c3e-9f6e-3f4f5a0e7c11',
  action: 'answer',
  details: { outcome: 'answered', offered: [{ version: 3, cited: true }] },
};

describe('the canonical form', () => {
  it('R65: is one text for one value, however it was written', () => {
    expect(canonicalJson({ b: [1, { d: 1.5, c: null }], a: 'é"\n' })).toBe(
      '{"a":"é\\"\\n","b":[1,{"c":null,"d":1.5}]}',
    );
    // As in RFC 8785: by UTF-16 code units.
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude00': 4, '\ufb33': 5 })).toBe(
      '{"\\r":2,"1":3,"€":1,"😀":4,"\ufb33":5}',
    );
    expect(canonicalJson({ at: record.at, none: undefined })).toBe('{"at":"2026-11-26T08:15:30.123Z"}');
  });

  it('R65: is the same for keys in any order, and holds all of the value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('the hashes', () => {
  it('R65: stay as they are documented', () => {
    const content = contentHash(record);
    expect(content).toBe('f8a60ae872099a35f5b29d0bd680771a76fcf0796d53c1a6bf1405f9f37fd7e1');
    expect(linkHash({ sequence: 7, previousHash: '0'.repeat(64), contentHash: content })).toBe(
      '9759a48680a74c4bf94c17579c44f9b7078732fc4cdb9f6b531a32ac88eeacbe',
    );
  });

  it('R65: tell any two contents apart', () => {
    const others: readonly Partial<AuditContent>[] = [
      { org: 'pontval' },
      { at: new Date('2026-11-26T08:15:30.124Z') },
      { actor: null },
      { action: 'answer-2' },
      { details: { outcome: 'answered', offered: [{ version: 4, cited: true }] } },
    ];
    const hashes = [{}, ...others].map((change) => contentHash({ ...record, ...change }));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
