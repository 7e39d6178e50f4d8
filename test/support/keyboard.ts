import type { Locator, Page } from 'playwright-core';

/** More presses than any page needs to come to any place of it. */
const pressesAtMost = 150;

/** A page as somebody uses it who has a keyboard alone. `presses`: keys that were pressed, one for each but those of a text. */
export function keyboardOf(page: Page) {
  let presses = 0;
  const press = async (key: string) => {
    presses += 1;
    await page.keyboard.press(key);
  };
  const hasFocus = (target: Locator) =>
    target.evaluate((element) => {
      const { activeElement } = element.ownerDocument;
      return element === activeElement && element.ownerDocument.hasFocus();
    });
  const tabTo = async (target: Locator) => {
    await target.waitFor();
    for (let tries = 0; tries < pressesAtMost; tries += 1) {
      if (await hasFocus(target)) return;
      await press('Tab');
    }
    throw new Error(`The Tab key does not lead to ${target}.`);
  };
  return {
    presses: () => presses,
    press,
    /** Presses Tab until the focus is there. */
    tabTo,
    /** Goes there by Tab, and presses it. */
    activate: async (target: Locator, key = 'Enter') => {
      await tabTo(target);
      await press(key);
    },
    /** Types where the focus is; a text counts for nothing. */
    type: (text: string) => page.keyboard.type(text),
  };
}
