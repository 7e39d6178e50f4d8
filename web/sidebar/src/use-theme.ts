import { useEffect } from 'react';
import type { HostContext } from './host/contract.ts';

/** Light or dark as the workplace is, and its own colours: CSS variables of `tokens.css`. */
export function useTheme({ theme = 'auto', tokens = {} }: HostContext): void {
  useEffect(() => {
    const { style } = document.documentElement;
    style.colorScheme = theme === 'auto' ? '' : theme;
    for (const [name, value] of Object.entries(tokens)) style.setProperty(`--${name}`, value);
    return () => {
      for (const name of Object.keys(tokens)) style.removeProperty(`--${name}`);
    };
  }, [theme, tokens]);
}
