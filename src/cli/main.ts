import { keepCompiledCode } from './keep-compiled-code.ts';

keepCompiledCode();
const { runCommandLine } = await import('./run-command-line.ts');
await runCommandLine();
