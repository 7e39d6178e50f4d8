import { LiteParse } from '@llamaindex/liteparse';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';

/** Sentences of an administration, with the accents, numbers and signs that recognition must get right. */
export const frenchText = [
  'Le conseil municipal s’est réuni le mardi 14 janvier 2025 à dix-huit heures sous la présidence du maire.',
  'La subvention accordée à l’association sportive s’élève à 12 500 euros pour l’année scolaire.',
  'Les travaux de réfection de la toiture de l’école élémentaire commenceront au début du mois de juillet.',
  'Le règlement intérieur de la médiathèque précise que le prêt des ouvrages est limité à trois semaines.',
  'Toute demande d’occupation du domaine public doit être déposée quinze jours avant la date souhaitée.',
  'Le marché de restauration collective a été attribué après une procédure d’appel d’offres ouverte.',
];

/** A PDF that `draw` prints; A4, type of 12 points. */
export async function printPdf(draw: (pdf: PDFKit.PDFDocument) => void): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 70 });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  pdf.fontSize(12);
  draw(pdf);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

/** A page of text as a scanner gives it (PNG, grey, 150 dots an inch), lying on the glass by so many degrees. */
export async function scanPage(paragraphs: readonly string[], degrees = 0): Promise<Buffer> {
  return scanPdf(
    await printPdf((pdf) => paragraphs.forEach((text) => void pdf.text(text).moveDown())),
    degrees,
  );
}

/** The first page of a PDF as a scanner gives it. */
export async function scanPdf(pdf: Buffer, degrees = 0): Promise<Buffer> {
  const drawer = new LiteParse({ ocrEnabled: false, dpi: 150, quiet: true });
  const [page] = await drawer.screenshot(pdf, [1]);
  if (page === undefined) throw new Error('The page was not drawn.');
  return sharp(page.imageBuffer).rotate(degrees, { background: 'white' }).greyscale().png().toBuffer();
}

/** A PDF whose pages are pictures, each filling its page, with a text layer where a page is a text. */
export function pdfOfPages(pages: readonly (Buffer | string)[]): Promise<Buffer> {
  return printPdf((pdf) => {
    for (const [index, page] of pages.entries()) {
      if (index > 0) pdf.addPage();
      if (typeof page === 'string') pdf.text(page);
      else pdf.image(page, 0, 0, { fit: [595, 842] });
    }
  });
}
