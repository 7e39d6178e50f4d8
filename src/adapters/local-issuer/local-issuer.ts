import { readFile } from 'node:fs/promises';
import { exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { tunables } from '../../../config/tunables.ts';
import { AppError } from '../../core/errors.ts';
import type { TokenIssuer } from '../../ports/token-issuer.ts';
import { createFileOnce } from '../filesystem/create-file-once.ts';

const algorithm = 'EdDSA';
const audience = 'sourcier';
const issuer = 'sourcier:local';

const claims = z.object({ sub: z.string().min(1), org: z.string().min(1), exp: z.number() });

/** The issuer of a single machine: an Ed25519 key in a file that only its owner may read, tokens of one hour. */
export async function openLocalIssuer(keyFile: string): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await openKey(keyFile);
  // A signature is looked at once: that takes a twentieth of a search. Whom it speaks for is asked at each request.
  const verified = new Map<string, Awaited<ReturnType<TokenIssuer['verify']>>>();
  return {
    issuer,
    issue: async ({ org, subject }) => {
      const expiresAt = new Date(Date.now() + tunables.tokens.lifetimeMs);
      const token = await new SignJWT({ org })
        .setProtectedHeader({ alg: algorithm })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(expiresAt)
        .sign(privateKey);
      return { token, expiresAt };
    },
    verify: async (token) => {
      const known = verified.get(token);
      if (known && known.expiresAt.getTime() > Date.now()) return known;
      try {
        const { payload } = await jwtVerify(token, publicKey, { algorithms: [algorithm], issuer, audience });
        const { sub, org, exp } = claims.parse(payload);
        const said = { org, issuer, subject: sub, expiresAt: new Date(exp * 1000) };
        if (verified.size >= tunables.tokens.remembered) verified.clear();
        verified.set(token, said);
        return said;
      } catch (cause) {
        throw new AppError('TOKEN_INVALID', { cause });
      }
    },
  };
}

async function openKey(file: string) {
  const key = (await readKey(file)) ?? (await makeKey(file));
  const { d: _private, ...publicPart } = key;
  const [privateKey, publicKey] = await Promise.all([
    importJWK(key, algorithm),
    importJWK(publicPart, algorithm),
  ]);
  return { privateKey, publicKey };
}

async function readKey(file: string): Promise<JWK | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JWK;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new AppError('CONFIGURATION_INVALID', {
      cause,
      detail: `${file}: the signing key cannot be read.`,
    });
  }
}

async function makeKey(file: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(algorithm, { crv: 'Ed25519', extractable: true });
  const key = await exportJWK(privateKey);
  await createFileOnce(file, JSON.stringify(key));
  return (await readKey(file)) ?? key;
}
