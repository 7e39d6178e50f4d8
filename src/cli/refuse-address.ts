import { AppError } from '../core/errors.ts';

/** For `catch`: an address that cannot be listened on, with what to do. @throws AppError `CONFIGURATION_INVALID` */
export function refuseAddress(
  { host, port }: { readonly host: string; readonly port: number },
  cause: NodeJS.ErrnoException,
): never {
  const detail =
    cause.code === 'EADDRINUSE'
      ? `PORT ${port}: already in use; stop the other program or choose another PORT.`
      : `HOST ${host}, PORT ${port}: cannot be listened on (${cause.code}).`;
  throw new AppError('CONFIGURATION_INVALID', { cause, detail });
}
