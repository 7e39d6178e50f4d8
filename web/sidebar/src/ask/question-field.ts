/** Where questions are typed. */
export const questionFieldId = 'question';

/** Moves the focus to the question field, where there is one. */
export function focusQuestion(): void {
  document.getElementById(questionFieldId)?.focus();
}
