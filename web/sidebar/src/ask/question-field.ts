/** Where questions are typed; of several, one is in sight. */
export const questionFieldName = 'question';

/** Moves the focus to the question field, where there is one. */
export function focusQuestion(): void {
  const fields = [...document.getElementsByName(questionFieldName)];
  fields.find((field) => field.checkVisibility())?.focus();
}
