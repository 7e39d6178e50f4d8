import { expect, it } from 'vitest';
import { comboOf, commandOf, commands, defaultKeys } from './keys.ts';

const press = (code: string, key: string, ...held: ('ctrl' | 'alt' | 'shift' | 'meta')[]) => ({
  code,
  key,
  ctrlKey: held.includes('ctrl'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
  metaKey: held.includes('meta'),
});

it('takes the letter that is written on the key, and digits by their place, on French keyboards too', () => {
  expect(comboOf(press('KeyQ', 'A', 'ctrl', 'shift'))).toBe('Ctrl+Shift+A');
  expect(comboOf(press('Digit2', 'é', 'alt'))).toBe('Alt+2');
  // A Mac writes another sign with Alt.
  expect(comboOf(press('KeyH', 'Ì', 'alt', 'shift'))).toBe('Alt+Shift+H');
});

it('does nothing for one key alone, which is what people type', () => {
  expect(comboOf(press('KeyA', 'a'))).toBeNull();
  expect(comboOf(press('KeyA', 'A', 'shift'))).toBeNull();
  expect(comboOf(press('ControlLeft', 'Control', 'ctrl'))).toBeNull();
  for (const command of commands) expect(defaultKeys[command]).toMatch(/Ctrl|Alt/);
});

it('opens the source of the number, and obeys what the person chose', () => {
  expect(commandOf(defaultKeys, press('Digit7', 'è', 'alt'))).toEqual({ command: 'citation', n: 7 });
  expect(commandOf(defaultKeys, press('Digit0', 'à', 'alt'))).toBeNull();
  const changed = { ...defaultKeys, citation: 'Ctrl+Alt+1', history: 'Ctrl+Alt+K' };
  expect(commandOf(changed, press('Digit7', '7', 'alt'))).toBeNull();
  expect(commandOf(changed, press('Digit7', '7', 'ctrl', 'alt'))).toEqual({ command: 'citation', n: 7 });
  expect(commandOf(changed, press('KeyK', 'k', 'ctrl', 'alt'))?.command).toBe('history');
});
