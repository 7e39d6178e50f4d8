import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** A built page: its files, and the first part of their addresses, with a `/` at its end. */
export type Page = { readonly prefix: string; readonly folder: string };

/** Gives the files of a page under its addresses, and its `index.html` at their root. */
export async function servePage(app: FastifyInstance, { prefix, folder }: Page): Promise<void> {
  await app.register(fastifyStatic, { root: folder, prefix, redirect: true, decorateReply: false });
}
