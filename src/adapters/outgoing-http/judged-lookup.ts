import { lookup as resolveName } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { AppError, type ErrorCode } from '../../core/errors.ts';
import type { AddressPolicy } from './address-policy.ts';

/**
 * Resolves a name to those of its addresses that may be connected to: a name that changes its mind gains nothing (R51). Fails
 * with `code` where none may.
 */
export function judgedLookup(mayConnect: AddressPolicy, code: ErrorCode): LookupFunction {
  return (hostname, options, callback) =>
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const allowed = addresses.filter(({ address }) => mayConnect(address));
      const [first] = allowed;
      if (!first) callback(new AppError(code), '');
      else if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
}
