import { z } from 'zod';

/** Any text: one that is no id is an answer that is not there. */
export const answerParams = z.object({ id: z.string().max(200), messageId: z.string().max(200) });
