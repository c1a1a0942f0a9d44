// What a test does at a window: waits for how fresh it is, goes to a screen, and has it looked at.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env.SANDERLING_SCREENSHOTS;

export const live = 'Up to date. What you write is shared at once.';
export const away = 'No connection. You can go on working.';
export const status = (page) => page.locator('.sync__text');
export const until = (page, text) => status(page).filter({ hasText: text }).waitFor();
export const place = async (page, name) => {
  const there = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name });
  await there.click();
  await there.and(page.locator('[aria-current="page"]')).waitFor();  // painted with the screen, when that has come
};

/** By axe at the width of a desk and of a phone, and by a person afterwards. */
export async function look(page, name, { focus } = {}) {
  if (pictures) mkdirSync(pictures, { recursive: true });
  for (const [width, height] of [[1280, 900], [320, 640]]) {
    await page.setViewportSize({ width, height });
    // By the debugger, which the page's content policy does not bind.
    await page.evaluate(axe);
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(' ')}`), [], `${name} at ${width}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${name} is ${wide} px too wide at ${width}`);
    if (!pictures) continue;
    // A screen that is many windows long is shown where it matters.
    const isLong = focus || /case|due/.test(name);
    if (focus) await focus.scrollIntoViewIfNeeded();
    await page.screenshot({ path: `${pictures}/app-${name}-${width}.png`, fullPage: !isLong });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** As the page itself asks, for what a test prepares and does not act. */
export function ask(page, path, body) {
  return page.evaluate(async ([to, sent]) => {
    const headers = { Authorization: `Bearer ${sessionStorage.getItem('session')}`, 'Content-Type': 'application/json' };
    const answer = await fetch(to, sent ? { method: 'POST', headers, body: JSON.stringify(sent) } : { headers });
    if (!answer.ok) throw new Error(`${to}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }, [path, body]);
}
