/** A comment as it is read: who made it, when (the day, of an ISO 8601 date), and what it says. */
export function remarkText(text: string, author = '', date = ''): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(date) ?? [];
  const made = [author, year === undefined ? '' : `${day}/${month}/${year}`].filter((part) => part !== '');
  return text === '' || made.length === 0 ? text : `${made.join(', ')} : ${text}`;
}
