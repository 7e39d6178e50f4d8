import type { AskEvent } from '../answer/ask.ts';
import type { TaskEvent } from '../tasks/task.ts';

/** What streams while an answer is made, or the result of a task. */
export type StreamedEvent = AskEvent | TaskEvent;

/** How far an answer has streamed: events, and UTF-16 units of its text. */
export type EventPlace = { readonly events: number; readonly text: number };

/** An event with how far the answer has come with it. */
export type PlacedEvent = { readonly event: StreamedEvent; readonly place: EventPlace };

export const beginning: EventPlace = { events: 0, text: 0 };

/** The place after one more event. */
export function placeAfter(place: EventPlace, event: StreamedEvent): EventPlace {
  const more = event.type === 'text-delta' ? event.text.length : 0;
  return { events: place.events + 1, text: place.text + more };
}

export async function* withPlaces(events: AsyncIterable<StreamedEvent>): AsyncGenerator<PlacedEvent, void> {
  let place = beginning;
  for await (const event of events) {
    place = placeAfter(place, event);
    yield { event, place };
  }
}

/** The id of an event, as clients send it back in `Last-Event-ID`. */
export function eventId({ events, text }: EventPlace): string {
  return `${events}-${text}`;
}

/** The place that an id stands for; the beginning for what is no id of ours. */
export function placeOfEventId(id: string | undefined): EventPlace {
  const [, events, text] = /^(\d{1,9})-(\d{1,9})$/.exec(id ?? '') ?? [];
  return events === undefined ? beginning : { events: Number(events), text: Number(text) };
}
