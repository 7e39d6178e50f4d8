import type { ReactNode } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import type { GivenFile } from '../host/contract.ts';

/** A button that asks for one file of the person's machine. */
export function FilePick({
  className = 'button',
  onFile,
  children,
}: {
  readonly className?: string;
  readonly onFile: (given: GivenFile) => void;
  readonly children: ReactNode;
}) {
  return (
    <FileTrigger
      onSelect={(files) => {
        const file = files?.item(0);
        if (file) onFile({ file, sensitivity: null });
      }}
    >
      <Button className={className}>{children}</Button>
    </FileTrigger>
  );
}
