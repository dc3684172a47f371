import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { openPage, settle, type WatchedPage } from './browser.ts';

/**
 * Pictures of timelines at a quarter of their size, without any letters: those differ with the fonts of a machine, and are tested as texts.
 * `CINDERLOG_NEW_PICTURES=1` writes them anew; look at what has changed.
 */
const folder = 'test/browser/pictures';
const reducedBy = 4;
/** Of 255, in any of the three colours: more than edges that fall between two pixels make. */
const noticeableDifference = 40;

/** A page on which the same things always make the same picture. */
export async function openForPicture(browser: Browser, colorScheme: 'light' | 'dark'): Promise<WatchedPage> {
  const window = { width: 1280, height: 720 };
  const watched = await openPage(browser, {
    viewport: window,
    deviceScaleFactor: 1,
    colorScheme,
    reducedMotion: 'reduce',
  });
  await watched.page.addInitScript(() => {
    const nothing = () => undefined;
    Object.assign(CanvasRenderingContext2D.prototype, { fillText: nothing, strokeText: nothing });
    const withoutLetters = new CSSStyleSheet();
    const invisible = 'transparent !important';
    withoutLetters.replaceSync(
      `* { color: ${invisible}; text-decoration-color: ${invisible} } svg text { fill: ${invisible} } ::placeholder { color: ${invisible} }`,
    );
    document.adoptedStyleSheets.push(withoutLetters);
  });
  return watched;
}

/** Which share of the timeline looks other than in its picture. */
export async function differenceToPicture(page: Page, name: string): Promise<number> {
  await settle(page);
  await page.mouse.move(0, 0);
  const shot = await reduce(page, await page.locator('main.timeline').screenshot({ animations: 'disabled' }));
  const path = `${folder}/${name}.png`;
  if (process.env.CINDERLOG_NEW_PICTURES === '1') {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, Buffer.from(shot.png, 'base64'));
  }
  if (!existsSync(path)) throw new Error(`There is no picture ${path}; CINDERLOG_NEW_PICTURES=1 makes it.`);
  const known = await reduce(page, readFileSync(path));
  let different = 0;
  for (let i = 0; i < known.pixels.length; i += 4) {
    const isOther = [0, 1, 2].some(
      (color) => Math.abs((known.pixels[i + color] ?? 0) - (shot.pixels[i + color] ?? 0)) > noticeableDifference,
    );
    if (isOther) different++;
  }
  return different / (known.pixels.length / 4);
}

/** Decodes a picture in the browser, and makes it small. */
async function reduce(page: Page, png: Buffer): Promise<{ png: string; pixels: Uint8Array }> {
  const reduced = await page.evaluate(
    async ([source, factor]) => {
      // Not by fetch: the policy of the page forbids it.
      const bytes = Uint8Array.from(atob(source), (char) => char.charCodeAt(0));
      const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      // A picture that was kept is small already.
      const isSmall = picture.width < innerWidth / 2;
      const width = isSmall ? picture.width : Math.round(picture.width / factor);
      const height = isSmall ? picture.height : Math.round(picture.height / factor);
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { willReadFrequently: true })!;
      context.imageSmoothingQuality = 'high';
      context.drawImage(picture, 0, 0, width, height);
      const asText = (data: Uint8Array) => {
        let text = '';
        for (const byte of data) text += String.fromCharCode(byte);
        return btoa(text);
      };
      const { data } = context.getImageData(0, 0, width, height);
      const small = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
      return { png: asText(small), pixels: asText(new Uint8Array(data.buffer)) };
    },
    [png.toString('base64'), reducedBy] as const,
  );
  return { png: reduced.png, pixels: Buffer.from(reduced.pixels, 'base64') };
}
