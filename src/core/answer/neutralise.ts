/**
 * Characters that people do not see but a model reads: zero-width and joining marks, direction changes, Unicode tags,
 * soft hyphens, control characters other than tab and line feed.
 */
const invisible =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the point
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Marks that chat templates of open models take for the end of a turn or for a role (R36). */
const templateMarks = [
  /<(?=[|｜])/g,
  /(?<=[|｜])>/g,
  /<(?=<\/?SYS>)/gi,
  /<(?=\/?(?:s|bos|eos|pad|unk|start_of_turn|end_of_turn|think|system|user|assistant|tool_call|tool_response|image_soft_token)\s*\/?>)/gi,
  /\[(?=\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|IMG)\])/g,
];

/** Removes what people cannot see from a text. */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(invisible, '');
}

/** Turns `[12]` into `(12)`: a number between square brackets in an answer is always a citation of ours. */
export function withoutCitationMarks(text: string): string {
  return text.replace(/[[【]\s*(\d[\d\s,;–-]*)[\]】]/g, '($1)');
}

/**
 * Makes a document's or a person's text safe to stand in a prompt as data: nothing invisible, no mark of a chat
 * template, no mark that looks like one of our citations. The words themselves stay.
 */
export function neutralise(text: string): string {
  return withoutTemplateMarks(withoutCitationMarks(visible(text)));
}

/** Parts the marks of chat templates by a space, so that no model takes them for what they are. */
export function withoutTemplateMarks(text: string): string {
  return templateMarks.reduce(
    (kept, mark) => kept.replace(mark, (found) => (found === '>' ? ' >' : `${found} `)),
    text,
  );
}

/** The same on one line: for titles, headings and questions. */
export function neutraliseLine(text: string): string {
  return neutralise(text).replace(/\s+/g, ' ').trim();
}
