/** What the keyboard can do beside the fields, with what is pressed for it unless the person changed it. */
export const defaultKeys = {
  close: 'Ctrl+Shift+A',
  question: 'Alt+Shift+Q',
  newConversation: 'Alt+Shift+N',
  history: 'Alt+Shift+H',
  /** With the number of the source in the last answer. */
  citation: 'Alt+1',
} as const;

export type Command = keyof typeof defaultKeys;
export type KeyMap = Readonly<Record<Command, string>>;
export const commands = Object.keys(defaultKeys) as readonly Command[];

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>;

/**
 * What is pressed, as `Ctrl+Shift+A`; `null` for a key alone, since one that is typed must do nothing else (RGAA 12.10), and
 * while only modifiers are held. Digits go by their place: on French keyboards they need Shift.
 */
export function comboOf({ key, code, ctrlKey, altKey, shiftKey, metaKey }: Pressed): string | null {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  // The letter that is written on the key, where the keyboard tells it.
  const named = digit ?? (/^[a-z]$/i.test(key) ? key.toUpperCase() : letter);
  if (named === undefined || !(ctrlKey || altKey || metaKey)) return null;
  return [ctrlKey && 'Ctrl', altKey && 'Alt', metaKey && 'Meta', shiftKey && 'Shift', named]
    .filter(Boolean)
    .join('+');
}

/** What a press asks for. `n`: the source that is wanted, 1 to 9. */
export function commandOf(
  keys: KeyMap,
  pressed: Pressed,
): { readonly command: Command; readonly n: number } | null {
  const combo = comboOf(pressed);
  if (combo === null) return null;
  const n = Number(combo.at(-1));
  const asMapped = n >= 1 ? combo.replace(/\d$/, '1') : combo;
  const command = commands.find((one) => keys[one] === (one === 'citation' ? asMapped : combo));
  return command === undefined ? null : { command, n };
}
