import type { HTMLAttributes, Ref } from 'react';

/** What the demo needs of `<sourcier-sidebar>`, as docs/embedding.md tells it: nothing of its code is used. */
export type SidebarElement = HTMLElement & {
  getToken: (() => Promise<{ accessToken: string; expiresAt: string }>) | null;
  context: Readonly<Record<string, unknown>>;
  open(): void;
  close(): void;
};

/** What the sidebar asks of the page, as events of these names with such a `detail`. */
export type OpenCitationDetail = { readonly documentId: string; readonly passageId: string };
export type InsertTextDetail = { readonly text: string; readonly html: string };
export type CreateTaskDetail = {
  readonly draft: { readonly title: string; readonly text: string; readonly documents: readonly string[] };
};

type SidebarAttributes = HTMLAttributes<SidebarElement> & {
  readonly ref?: Ref<SidebarElement>;
  readonly handles?: string;
};

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'sourcier-sidebar': SidebarAttributes;
    }
  }
}
