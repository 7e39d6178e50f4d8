import { createFixtureServer } from './server.ts';

/** Starts the fixture server for a look in a browser: `PORT=4000 node test/support/web-fixture/main.ts`. */
const server = await createFixtureServer();
console.log(await server.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 0) }));
