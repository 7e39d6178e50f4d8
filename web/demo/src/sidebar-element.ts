import type { HTMLAttributes, Ref } from 'react';

/** What the demo needs of `<sourcier-sidebar>`, as docs/embedding.md tells it: nothing of its code is used. */
export type SidebarElement = HTMLElement & {
  getToken: (() => Promise<{ accessToken: string; expiresAt: string }>) | null;
  context: Readonly<Record<string, unknown>>;
  open(): void;
  close(): void;
};

export type OpenCitationDetail = { readonly documentId: string; readonly passageId: string };

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
