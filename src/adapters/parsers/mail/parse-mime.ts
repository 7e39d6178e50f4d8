import PostalMime, { type Email } from 'postal-mime';

const unlabelled = /^(content-type:[ \t]*text\/(?:plain|html))[ \t]*;?[ \t]*(?=\r?\n(?![ \t]))/gim;

/**
 * The parts of a MIME message. Text without a declared charset that is no UTF-8 is read in the charset that its HTML
 * declares, else in that of Windows for Western Europe, which old programs write.
 */
export async function parseMime(bytes: Uint8Array): Promise<Email> {
  const mail = await parse(bytes);
  if (!`${mail.text ?? ''}${mail.html ?? ''}`.includes('\uFFFD')) return mail;
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const charset = /<meta[^>]{0,200}charset\s*=\s*(?:3D)?["']?\s*([\w-]{3,20})/i.exec(mail.html ?? '')?.[1];
  const hasHeader = /^content-type:/im.test(raw.slice(0, 65_536));
  const labelled = hasHeader
    ? raw.replace(unlabelled, `$1; charset=${charset ?? 'windows-1252'}`)
    : `Content-Type: text/plain; charset=windows-1252\r\n${raw}`;
  return labelled === raw ? mail : parse(Buffer.from(labelled, 'latin1'));
}

const parse = (bytes: Uint8Array): Promise<Email> =>
  PostalMime.parse(bytes, { forceRfc822Attachments: true, attachmentEncoding: 'arraybuffer' });
