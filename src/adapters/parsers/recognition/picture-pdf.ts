import { type Picture, pointsPerPixel } from './picture.ts';

/** A PDF of one page that shows the picture, to be drawn with one dot a pixel: the engine reads PDFs only. */
export function pdfOfPicture({ pixels, width, height }: Picture): Buffer {
  const box = [width * pointsPerPixel, height * pointsPerPixel];
  const content = `q ${box[0]} 0 0 ${box[1]} 0 0 cm /Page Do Q`;
  const head = [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    `3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${box.join(' ')}]/Contents 4 0 R/Resources<</XObject<</Page 5 0 R>>>>>>endobj`,
    `4 0 obj<</Length ${content.length}>>stream\n${content}\nendstream endobj`,
    `5 0 obj<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceGray/BitsPerComponent 8/Length ${pixels.length}>>stream\n`,
  ].join('\n');
  const tail = '\nendstream endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF';
  return Buffer.concat([Buffer.from(head), pixels, Buffer.from(tail)]);
}
