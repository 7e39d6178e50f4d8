import { createConnection, createServer, type Socket } from 'node:net';

/** The way to a server, on a port of its own: it passes bytes on, late, or not at all. */
export type Gate = {
  readonly port: number;
  /** Passes no byte from now on, and refuses nobody. */
  hold(): void;
  /** Passes each packet on so much later, either way. */
  delay(ms: number): void;
  /** Passes everything on at once, what it held back first. */
  open(): void;
  close(): Promise<void>;
};

/** Opens a way to `port` of this machine. */
export async function openGate(port: number): Promise<Gate> {
  let delayMs = 0;
  let whenOpen: PromiseWithResolvers<void> | null = null;
  const sockets = new Set<Socket>();

  /** Packets in their order: each waits for the one before. */
  function pass(from: Socket, to: Socket): void {
    let before = Promise.resolve();
    const later = (work: () => void) => {
      const due = performance.now() + delayMs;
      before = before.then(async () => {
        await whenOpen?.promise;
        const waitMs = delayMs === 0 ? 0 : due - performance.now();
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
        work();
      });
    };
    from.on('data', (packet) => later(() => void to.write(packet)));
    from.on('end', () => later(() => to.end()));
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      later(() => to.destroy());
    });
  }

  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = createConnection({ port, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      sockets.add(socket);
    }
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const open = () => {
    delayMs = 0;
    whenOpen?.resolve();
    whenOpen = null;
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    hold: () => {
      whenOpen ??= Promise.withResolvers();
    },
    delay: (ms) => {
      delayMs = ms;
    },
    open,
    close: async () => {
      open();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
