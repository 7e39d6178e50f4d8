import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { commands } from './commands.ts';

it.each(Object.entries(commands))('adds what its name promises: %s', async (name, load) => {
  const program = new Command();
  (await load())(program);
  expect(program.commands.map((command) => command.name())).toEqual([name]);
});

it('lists every command that there is', () => {
  const files = readdirSync(join(import.meta.dirname, 'commands')).map((file) => file.replace(/\.ts$/, ''));
  expect(Object.keys(commands).sort()).toEqual(files.sort());
});
