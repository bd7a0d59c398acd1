// Uses the console as a person does, with a browser, and prints what was seen, as one line of JSON.
//
//   node console.mjs CHROMIUM BASE_URL SCENARIO JSON
//
// The JSON holds what the scenario needs: keys, files, language, theme, width. Every scenario also tells the requests that
// left the origin, the errors of the browser's console, and the violations that axe-core found.
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [executablePath, service, scenario, given] = process.argv.slice(2);
const want = JSON.parse(given ?? '{}');
/** What is between the browser and the service, where a scenario wants to cut it. */
const wire = { open: new Set(), most: Infinity };
const base = want.wire ? await listen(0) : service;
const origin = new URL(base).origin;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
// nothing here takes so long; a page that is waited for without a limit would hold up the tests
setTimeout(() => {
  console.error('a browser hangs');
  process.exit(2);
}, (want.seconds ?? 110) * 1000).unref();
const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
  ],
});
const language = want.language ?? 'en';
const context = await browser.newContext({
  viewport: { width: want.width ?? 1280, height: want.height ?? 860 },
  colorScheme: want.theme ?? 'light',
  locale: language,
  acceptDownloads: true,
});
const page = await context.newPage();
page.setDefaultTimeout(40_000);

const seen = { left: [], errors: [], violations: [], overflow: [] };
page.on('request', (request) => {
  const url = request.url();
  if (!url.startsWith(origin + '/') && !url.startsWith('blob:' + origin) && !url.startsWith('data:')) seen.left.push(url);
});
page.on('console', (message) => {
  if (message.type() === 'error') seen.errors.push(message.text());
});
page.on('pageerror', (failure) => seen.errors.push(String(failure)));

const texts = want.texts ?? {};
/** A text of the page in the language of the test. */
const t = (key, ...values) => (texts[key] ?? key).replace(/\{(\d)\}/g, (_, gap) => values[gap] ?? '');
const button = (key) => page.getByRole('button', { name: t(key), exact: true });

/** Listens for the browser, and answers the address for it. */
async function listen(port) {
  const { hostname, port: there } = new URL(service);
  wire.server = createServer((near) => {
    const far = connect(Number(there), hostname);
    let sent = 0;
    near.on('data', (bytes) => {
      sent += bytes.length;
      if (sent > wire.most) {
        near.resetAndDestroy();
      } else {
        far.write(bytes);
      }
    });
    far.on('data', (bytes) => near.write(bytes));
    for (const [one, other] of [[near, far], [far, near]]) {
      wire.open.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        wire.open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise((done) => wire.server.listen(port, '127.0.0.1', done));
  return `http://127.0.0.1:${wire.server.address().port}/`;
}

/** The service is away for the browser: nothing listens any more. */
async function goAway() {
  const closed = new Promise((done) => wire.server.close(done));
  wire.open.forEach((socket) => socket.destroy());
  await closed;
}

/** Forgets what the browser itself writes into its console where an answer is an error, or missing. */
function forgetFailures() {
  seen.errors = seen.errors.filter((error) => !error.startsWith('Failed to load resource'));
}

/** Checks the page that is shown: accessibility, and that it is not wider than the window. */
async function check(name) {
  await page.waitForTimeout(100);
  if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) seen.overflow.push(name);
  await page.evaluate(axe + ';0');
  const found = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
  );
  for (const violation of found.violations) {
    seen.violations.push(`${name}: ${violation.id}: ${violation.nodes.slice(0, 2).map((node) => node.html.slice(0, 160)).join(' | ')}`);
  }
  if (want.shots) await page.screenshot({ path: `${want.shots}/${name}-${language === 'en' ? '' : language + '-'}${want.theme ?? 'light'}-${want.width ?? 1280}.png` });
}

async function signIn(key) {
  await page.goto(base);
  await page.getByLabel(t('sign-in.key')).fill(key);
  await button('sign-in.send').click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

async function take(...files) {
  const chooser = page.waitForEvent('filechooser');
  await button('drop.choose').click();
  await (await chooser).setFiles(files);
}

async function go(place) {
  const link = page.getByRole('navigation').getByRole('link', { name: t(`nav.${place}`), exact: true });
  const more = page.getByRole('navigation').getByRole('link', { name: t('nav.more'), exact: true });
  // the page shows one of them once it knows who has signed in
  while (!(await link.isVisible()) && !(await more.isVisible())) await page.waitForTimeout(20);
  if (await link.isVisible()) {
    await link.click();
  } else {
    await more.click();
    await page.locator('.nav-list').getByRole('link', { name: t(`nav.${place}`), exact: true }).click();
  }
  await page.waitForLoadState('networkidle');
}

const scenarios = {
  /** A person who has never seen the page: by visible labels alone, from the file to the subtitles. */
  async person() {
    const begun = Date.now();
    await signIn(want.key);
    await take(want.file);
    await page.locator('.line').first().waitFor({ timeout: 60_000 });
    seen.marks = await page.locator('mark.doubt').count();
    seen.transcript = await page.locator('.said').allInnerTexts();
    await page.getByRole('button', { name: new RegExp(`${t('doubts.one', '1')}|${t('doubts.other', '\\d+')}`) }).first().click({ timeout: 3_000 }).then(
      () => (seen.doubts = true),
      () => (seen.doubts = false),
    );
    await page.locator('.w').first().click();
    await page.locator('.w.now').first().waitFor();
    seen.heard = true;
    await page.getByRole('button', { name: t('player.pause'), exact: true }).click({ timeout: 3_000 }).catch(() => {});
    await page.locator('.line').first().hover();
    await page.getByRole('button', { name: new RegExp('^' + t('line.edit', '')) }).first().click();
    await page.getByRole('textbox', { name: new RegExp('^' + t('line.text', '')) }).fill(want.correction);
    await button('line.save').click();
    await page.getByText(t('line.undo'), { exact: true }).waitFor();
    await button('download').click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: new RegExp('^' + t('format.srt')) }).click();
    seen.subtitles = readFileSync(await (await download).path(), 'utf8');
    seen.fileName = (await download).suggestedFilename();
    seen.seconds = (Date.now() - begun) / 1000;
    await check('recording');
  },

  /** Each page, as it is for this caller. */
  async pages() {
    await page.goto(base);
    await page.getByLabel(t('sign-in.key')).waitFor();
    await check('sign-in');
    seen.lang = await page.evaluate(() => document.documentElement.lang);
    await signIn(want.key);
    await page.getByRole('navigation').getByRole('link').filter({ visible: true }).first().waitFor();
    seen.links = await page.getByRole('navigation').getByRole('link').filter({ visible: true }).allInnerTexts();
    await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
    for (const place of want.places) {
      await go(place);
      await check(place);
    }
    if (want.instance) {
      await page.goto(`${base}#/recording/${want.instance}`);
      await page.locator('.line, .empty').first().waitFor();
      await check('old-recording');
      if (want.file) {
        const chooser = page.waitForEvent('filechooser');
        await button('player.choose').click();
        await (await chooser).setFiles(want.other);
        seen.mismatch = await page.getByText(t('player.mismatch')).isVisible({ timeout: 5_000 }).catch(() => false);
        await page.getByText(t('player.mismatch')).waitFor();
        seen.mismatch = true;
        const again = page.waitForEvent('filechooser');
        await button('player.choose').click();
        await (await again).setFiles(want.file);
        await button('player.play').waitFor();
        seen.matched = true;
      }
    }
  },

  /** Each page with something on it, to be photographed. */
  async shots() {
    await page.goto(base);
    await page.getByLabel(t('sign-in.key')).waitFor();
    await check('sign-in');
    await signIn(want.key);
    await check('transcribe');
    for (const place of want.places) {
      await go(place);
      await page.waitForTimeout(300);
      await check(place);
    }
    await go('transcribe');
    await take(want.file);
    await page.locator('.line').first().waitFor({ timeout: 60_000 });
    await page.locator('.w').nth(4).click();
    await page.locator('.w.now').first().waitFor();
    await page.getByRole('button', { name: t('player.pause'), exact: true }).click({ timeout: 3_000 }).catch(() => {});
    await check('recording');
  },

  /** What the microphone hears becomes a recording. */
  async microphone() {
    await signIn(want.key);
    await button('record.start').click();
    await page.getByText(t('record.running')).waitFor();
    await page.waitForFunction(() => document.querySelector('.recorder .time')?.textContent === '0:02');
    await button('record.pause').click();
    await page.getByText(t('record.paused'), { exact: true }).waitFor();
    await check('recorder');
    await button('record.resume').click();
    await button('record.done').click();
    await page.waitForFunction(() => location.hash.startsWith('#/recording/') || document.querySelector('.job .tag.good, .job .tag.bad'), null, { timeout: 60_000 });
    seen.recorded = await page.evaluate(() => location.hash.startsWith('#/recording/') || !!document.querySelector('.job .tag.good'));
  },

  /** What goes wrong is said, and nothing is lost. */
  async sad() {
    await page.goto(base);
    await page.getByLabel(t('sign-in.key')).fill('no-such-key');
    await button('sign-in.send').click();
    await page.getByText(t('sign-in.wrong-key')).waitFor();
    seen.wrongKey = true;
    await signIn(want.key);
    seen.reasons = {};
    for (const [name, file] of Object.entries(want.files)) {
      await take(file);
      const failed = page.locator('.job').filter({ has: page.locator('.tag.bad') }).first();
      await failed.locator('.note.bad').waitFor({ timeout: 60_000 });
      seen.reasons[name] = (await failed.locator('.note.bad').innerText()).trim();
      await button('jobs.clear').click();
    }
    if (want.stop) {
      forgetFailures();
      return;
    }
    // the network is cut while a file is sent
    await page.route('**/v1/audio/transcriptions*', (route) => route.abort('connectionreset'));
    await take(want.file);
    const cut = page.locator('.job').filter({ has: page.locator('.tag.bad') }).first();
    await cut.locator('.note.bad').waitFor();
    seen.reasons.cut = (await cut.locator('.note.bad').innerText()).trim();
    await page.unroute('**/v1/audio/transcriptions*');
    await button('job.again').click();
    await page.locator('.tag.good, .line').first().waitFor({ timeout: 60_000 });
    seen.again = true;
    await check('sad');
    forgetFailures();
  },

  /** A person of the organisation comes without a key, and leaves. */
  async organisation() {
    await page.goto(base);
    await page.getByRole('link', { name: t('sign-in.company') }).waitFor();
    await check('sign-in-organisation');
    await page.getByRole('link', { name: t('sign-in.company') }).click();
    await page.fill('#username', want.user);
    await page.fill('#password', want.password);
    // the pages of the provider are not ours
    await page.click('[type=submit]');
    await page.getByRole('heading', { level: 1, name: t('transcribe.title') }).waitFor();
    seen.name = await page.locator('.who .name').innerText();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: t('transcribe.title') }).waitFor();
    seen.stays = true;
    // the session is over while something is typed; the provider still knows the person
    await go('history');
    for (const { name, domain, path } of await context.cookies()) {
      if (!path.startsWith('/realms')) await context.clearCookies({ name, domain, path });
    }
    const search = page.getByLabel(t('history.text'), { exact: true });
    await search.fill('typed before the session was over');
    await page.getByRole('heading', { name: t('again.title') }).waitFor();
    await check('again-organisation');
    const tab = context.waitForEvent('page');
    await page.getByRole('dialog').getByRole('link', { name: t('sign-in.company') }).click();
    await (await tab).getByRole('heading', { level: 1, name: t('transcribe.title') }).waitFor();
    await (await tab).close();
    await page.getByRole('dialog').getByRole('button', { name: t('again.done') }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText(t('history.none-found')).waitFor();
    seen.kept = await search.inputValue();
    await button('sign-out').click();
    await page.getByRole('link', { name: t('sign-in.company') }).waitFor();
    seen.out = page.url();
    await page.waitForTimeout(500);
    await page.getByRole('link', { name: t('sign-in.company') }).click();
    seen.askedAgain = await page.locator('#password').waitFor().then(() => true, () => false);
    seen.left = [];
    seen.errors = [];
  },

  /** A recording is found by what was spoken, and by its request. */
  async find() {
    await signIn(want.key);
    await go('history');
    await page.getByLabel(t('history.text'), { exact: true }).fill(want.text.toUpperCase());
    // the page waits for the end of the typing before it asks
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
    const row = page.locator(`a[href$="${want.instance}"]`);
    await row.waitFor();
    seen.rows = await page.locator('tbody tr').count();
    await check('history-found');
    await row.click();
    await page.locator('.line').first().waitFor();
    await page.getByText(t('find.count', '1', '1')).waitFor();
    seen.lit = await page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map(String));
    const requestId = await page.locator('dl.details div').filter({ hasText: t('about.request') }).locator('dd').innerText();
    await go('history');
    await page.getByLabel(t('history.text'), { exact: true }).fill('no such words');
    await page.getByText(t('history.none-found')).waitFor();
    await check('history-none');
    await button('filter.clear').click();
    await page.getByLabel(t('about.request'), { exact: true }).fill(requestId);
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
    seen.byRequest = await row.count();
  },

  /** All that a person can open on the pages for reading is open when it is checked. */
  async openedReading() {
    await page.goto(base);
    await page.getByLabel(t('sign-in.key')).fill('no-such-key');
    await button('sign-in.send').click();
    await page.getByText(t('sign-in.wrong-key')).waitFor();
    await check('sign-in-wrong');
    await signIn(want.key);
    await page.locator('details summary').first().waitFor();
    await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
    await take({ name: 'empty.wav', mimeType: 'audio/wav', buffer: Buffer.alloc(0) });
    await page.locator('.job .note.bad').waitFor();
    for (const tab of await page.locator('.tabs button').all()) {
      await tab.click();
      await check(`transcribe-open-${await tab.innerText()}`);
    }
    await page.goto(`${base}#/recording/${want.instance}`);
    await page.locator('.line').first().waitFor();
    await button('download').click();
    await check('recording-menu');
    await page.keyboard.press('Escape');
    await page.locator('.line').first().hover();
    await page.getByRole('button', { name: new RegExp('^' + t('line.edit', '')) }).first().click();
    const area = page.getByRole('textbox', { name: new RegExp('^' + t('line.text', '')) });
    await area.fill('typed by the first');
    await check('recording-editor');
    await button('line.save').click();
    await page.getByText(t('line.undo'), { exact: true }).waitFor();
    await check('recording-corrected');
    // another person corrects the same line: neither an undoing nor a correction replaces it unseen
    const path = `${base}api/v2/Instances/${want.instance}/transcript/segments/0`;
    const other = { method: 'PUT', headers: { 'X-API-KEY': want.key, 'Content-Type': 'application/json' } };
    await fetch(path, { ...other, body: JSON.stringify({ text: 'typed by the second' }) });
    await page.getByText(t('line.undo'), { exact: true }).click();
    await page.getByText('typed by the second').waitFor();
    seen.notUndone = await page.getByText(t('line.not-undone')).count();
    await page.locator('.line').first().hover();
    await page.getByRole('button', { name: new RegExp('^' + t('line.edit', '')) }).first().click();
    await area.fill('typed by the first again');
    await fetch(path, { ...other, body: JSON.stringify({ text: 'typed by the third' }) });
    await button('line.save').click();
    await page.locator('.editor .wrong').filter({ hasText: 'typed by the third' }).waitFor();
    seen.kept = await area.inputValue();
    await check('recording-conflict');
    await page.keyboard.press('Escape');
    await page.getByText(t('line.undo'), { exact: true }).click();
    await page.getByText(t('line.undo'), { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('searchbox', { name: t('find.label') }).fill('o');
    await page.getByText(/1 .* \d/).first().waitFor();
    await button('forget.button').click();
    await check('recording-forget');
    await page.keyboard.press('Escape');
    await page.route('**/api/v2/Instances?*', (route) => route.fulfill({ status: 500, body: '{}' }));
    await go('history');
    await page.getByRole('alert').waitFor();
    await check('history-failed');
    await page.unroute('**/api/v2/Instances?*');
    await go('api');
    for (const part of (await page.locator('details').all()).slice(0, 8)) await part.locator('summary').click();
    await check('api-open');
    forgetFailures();
  },

  /** All that an administrator can open is open when it is checked. */
  async openedAdministration() {
    await signIn(want.key);
    const dialog = page.getByRole('dialog');
    if ((want.width ?? 1280) < 821) {
      await page.getByRole('navigation').getByRole('link', { name: t('nav.more'), exact: true }).click();
      await check('more');
    }
    await go('keys');
    await button('keys.new').click();
    await dialog.getByLabel(t('keys.name')).fill('opened');
    await dialog.getByLabel(t('scope.transcribe'), { exact: true }).uncheck();
    await button('keys.create').click();
    await dialog.locator('.wrong').first().waitFor();
    await check('keys-wrong');
    await dialog.getByLabel(t('scope.transcribe'), { exact: true }).check();
    await button('keys.create').click();
    await dialog.getByText(t('keys.once')).waitFor();
    await check('keys-once');
    await dialog.getByRole('button', { name: t('close') }).click();
    await page.getByRole('button', { name: t('keys.revoke-one', 'opened'), exact: true }).first().click();
    await check('keys-revoke');
    await dialog.getByRole('button', { name: t('keys.revoke'), exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await go('accounts');
    await button('accounts.new').click();
    await dialog.getByLabel(t('keys.name')).fill('a\u202eb');
    await dialog.getByRole('button', { name: t('line.save') }).click();
    await dialog.locator('.wrong').first().waitFor();
    await check('accounts-wrong');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: t('credit.button'), exact: true }).or(page.getByRole('button', { name: new RegExp('^' + t('accounts.credit-to', '')) })).first().click();
    await dialog.getByLabel(new RegExp('^' + t('credit.amount', ''))).fill('1');
    await dialog.getByLabel(t('credit.reason')).fill('a reason');
    await dialog.getByRole('button', { name: t('credit.button') }).click();
    await dialog.getByRole('status').filter({ hasText: /./ }).waitFor();
    await check('accounts-credit');
    await page.keyboard.press('Escape');
    await go('billing');
    await button('credit.button').click();
    await dialog.getByLabel(new RegExp('^' + t('credit.amount', ''))).fill('much');
    await dialog.getByLabel(t('credit.reason')).fill('a reason');
    await dialog.getByRole('button', { name: t('credit.button') }).click();
    await dialog.locator('.wrong').first().waitFor();
    await check('billing-wrong');
    await page.keyboard.press('Escape');
    await go('audit');
    await page.locator('details summary').first().click();
    await check('audit-open');
    await go('system');
    await page.locator('summary').filter({ hasText: t('system.settings') }).click();
    seen.settings = await page.locator('.settings tbody tr').count();
    await check('system-settings');
    forgetFailures();
  },

  /** The service goes away while a person works, and comes back: nothing is lost. */
  async away() {
    await signIn(want.key);
    await page.goto(`${base}#/recording/${want.instance}`);
    await page.locator('.line').first().waitFor();
    await page.locator('.line').first().hover();
    await page.getByRole('button', { name: new RegExp('^' + t('line.edit', '')) }).first().click();
    const area = page.getByRole('textbox', { name: new RegExp('^' + t('line.text', '')) });
    await area.fill('typed while the service was away');
    const { port } = wire.server.address();
    await goAway();
    await button('line.save').click();
    await page.locator('.editor .wrong').filter({ hasText: t('error.unreachable') }).waitFor();
    seen.kept = await area.inputValue();
    await check('away-editor');
    await go('history');
    await page.getByRole('alert').filter({ hasText: t('error.unreachable') }).waitFor();
    await check('away-history');
    await listen(port);
    await button('job.again').click();
    await page.locator(`a[href$="${want.instance}"]`).click();
    await page.locator('.editor').waitFor();
    seen.again = await area.inputValue();
    await button('line.save').click();
    await page.getByText(t('line.undo'), { exact: true }).waitFor();
    // the wire breaks in the middle of an upload
    wire.most = 300_000;
    await go('transcribe');
    await take({ name: 'long.wav', mimeType: 'audio/wav', buffer: Buffer.alloc(3_000_000) });
    const cut = page.locator('.job').filter({ has: page.locator('.tag.bad') }).first();
    await cut.locator('.note.bad').waitFor();
    seen.cut = (await cut.locator('.note.bad').innerText()).trim();
    wire.most = Infinity;
    await take(want.file);
    await page.locator('.line').first().waitFor({ timeout: 60_000 });
    forgetFailures();
  },

  /** An administrator looks at what another account has, and helps it. */
  async otherAccount() {
    const dialog = page.getByRole('dialog');
    const account = page.locator('#account-select');
    const chosen = () => account.evaluate((select) => select.selectedOptions[0].textContent.trim());
    const at = (place) => page.waitForFunction((hash) => location.hash === hash, `#/${place}?account=${want.account}`);
    await signIn(want.key);
    await go('accounts');
    await check('accounts');
    await page.getByRole('link', { name: want.name, exact: true }).click();
    await at('billing');
    await page.getByRole('heading', { level: 1, name: t('billing.title') }).waitFor();
    await page.locator('.tile').first().waitFor();
    seen.chosen = [await chosen()];
    seen.balance = await page.locator('.tile .value').first().innerText();
    await button('credit.button').click();
    seen.creditTitle = await dialog.getByRole('heading').innerText();
    await dialog.getByLabel(new RegExp('^' + t('credit.amount', ''))).fill('2');
    await dialog.getByLabel(t('credit.reason')).fill('a reason of the other account');
    await dialog.getByRole('button', { name: t('credit.button') }).click();
    await dialog.getByText(want.name).nth(1).waitFor();
    await check('billing-other-credit');
    await dialog.getByRole('button', { name: t('credit.book') }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('a reason of the other account').first().waitFor();
    await check('billing-other');
    await go('usage');
    await at('usage');
    await page.locator('.tile').first().waitFor();
    seen.chosen.push(await chosen());
    seen.groups = {};
    for (const [group, name] of [['model', t('options.model')], ['key', t('about.key')]]) {
      await page.getByLabel(t('usage.group')).selectOption(group);
      await page.waitForFunction((head) => document.querySelector('thead th')?.textContent === head, name);
      seen.groups[group] = await page.locator('tbody td:first-child').allInnerTexts();
      await check(`usage-other-${group}`);
    }
    const download = page.waitForEvent('download');
    await button('usage.csv').click();
    seen.csv = readFileSync(await (await download).path(), 'utf8');
    await go('history');
    await at('history');
    await page.locator('tbody tr').first().waitFor();
    seen.chosen.push(await chosen());
    seen.recordings = await page.locator('tbody tr').count();
    await check('history-other');
    await page.locator('tbody a').first().click();
    await at(`recording/${want.instance}`);
    await page.locator('.line').first().waitFor();
    seen.changes = await page.getByRole('button', { name: new RegExp(`^${t('line.edit', '')}|^${t('forget.button')}$`) }).count();
    // the lines come after the text
    await page.getByText(t('ledger.release'), { exact: true }).waitFor();
    seen.owner = await page.locator('dl.details div').filter({ hasText: t('account.label') }).locator('dd').innerText();
    seen.ledger = await page.locator('dl.details dt').allInnerTexts();
    await check('recording-other');
    // a run that did not succeed has no cost, and still lines in the ledger
    await page.route(`**/api/v2/Instances/${want.instance}?*`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), state: 'FAILED', failure: 'stopped', cost: null, tokenUsage: null, transcriptStored: false } });
    });
    await go('history');
    await page.locator('tbody a').first().click();
    await page.getByText(t('ledger.release'), { exact: true }).waitFor();
    seen.failedLedger = await page.locator('dl.details dt').allInnerTexts();
    await check('recording-failed');
    await page.unroute(`**/api/v2/Instances/${want.instance}?*`);
    await go('history');
    await go('keys');
    await at('keys');
    await page.locator('tbody tr').first().waitFor();
    seen.chosen.push(await chosen());
    await button('keys.new').click();
    seen.newOwner = await dialog.getByLabel(t('account.label')).evaluate((select) => select.selectedOptions[0].textContent.trim());
    await dialog.getByLabel(t('keys.name')).fill('made for another account');
    await check('keys-other-new');
    await button('keys.create').click();
    await dialog.getByText(t('keys.owner', want.name)).waitFor();
    await check('keys-other-once');
    const made = await dialog.getByLabel(t('sign-in.key')).inputValue();
    seen.madeFor = (await (await fetch(`${base}api/v2/Me`, { headers: { 'X-API-KEY': made } })).json()).accountId;
    await dialog.getByRole('button', { name: t('close') }).click();
    const owners = async () => [...new Set(await page.locator('tbody td:nth-child(2)').allInnerTexts())].map((text) => text.trim());
    seen.owners = await owners();
    await check('keys-other');
    await page.reload();
    await page.getByLabel(t('sign-in.key')).fill(want.key);
    await button('sign-in.send').click();
    await page.locator('tbody tr').first().waitFor();
    seen.chosen.push(await chosen());
    await account.selectOption({ label: t('account.every') });
    await page.waitForFunction(() => location.hash === '#/keys');
    await page.waitForFunction(() => new Set([...document.querySelectorAll('tbody td:nth-child(2)')].map((cell) => cell.textContent.trim())).size > 1);
    seen.allOwners = await owners();
    await page.goBack();
    await page.waitForFunction((id) => document.querySelector('#account-select').value === id, want.account);
    await go('accounts');
    await page.getByRole('button', { name: t('accounts.disable-one', want.name), exact: true }).click();
    await check('accounts-disable');
    await dialog.getByRole('button', { name: t('accounts.disable'), exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    const row = page.locator('tbody tr').filter({ hasText: want.name });
    await row.locator('.tag.bad').filter({ hasText: t('accounts.disabled') }).waitFor();
    seen.disabled = (await fetch(`${base}api/v2/Me`, { headers: { 'X-API-KEY': made } })).status;
    await check('accounts-disabled');
    await page.getByRole('button', { name: t('accounts.enable-one', want.name), exact: true }).click();
    await dialog.getByRole('button', { name: t('accounts.enable'), exact: true }).click();
    await row.locator('.tag.bad').waitFor({ state: 'detached' });
    seen.enabled = (await fetch(`${base}api/v2/Me`, { headers: { 'X-API-KEY': made } })).status;
    // an account that is not there, as an address that was sent can name
    await page.goto(`${base}#/billing?account=00000000-0000-4000-8000-000000000000`);
    await page.getByRole('alert').waitFor();
    await check('billing-unknown');
    forgetFailures();
  },

  /** Usage of some years: the chart has the newest days. */
  async longUsage() {
    await signIn(want.key);
    const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    const sums = { executions: 1, promptTokens: 1, completionTokens: 1, cost: { completion: 0, prompt: 0, total: 0.001 } };
    const items = Array.from({ length: 1100 }, (_, index) => ({ group: day(1099 - index), ...sums, audioSeconds: index > 1000 ? 6000 : 60 }));
    await page.route('**/api/v2/Billing/usage?*', (route) =>
      route.fulfill({ json: { groupBy: 'day', from: `${day(1099)}T00:00:00Z`, to: `${day(-1)}T00:00:00Z`, currency: 'USD', items, total: { group: null, ...sums, audioSeconds: 1 } } }),
    );
    await go('usage');
    await page.getByRole('heading', { name: t('usage.chart-month') }).waitFor();
    seen.months = await page.locator('.chart').getAttribute('aria-label');
    await check('usage-years');
    await page.locator('.chart').screenshot(want.shots ? { path: `${want.shots}/chart-years-${want.theme ?? 'light'}-${want.width ?? 1280}.png` } : {});
  },

  /** The shown code is run as it stands: names and terms with signs that mean something to a language. */
  async code() {
    await signIn(want.key);
    await take(want.file);
    await page.locator('.line').first().waitFor({ timeout: 60_000 });
    await go('transcribe');
    await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
    await page.getByLabel(t('options.prompt')).fill(want.prompt);
    seen.printed = {};
    for (const [dialect, language] of Object.entries(want.languages)) {
      await page.getByRole('button', { name: dialect, exact: true }).click();
      const text = await page.locator('pre.code').innerText();
      if (language.file) writeFileSync(join(want.directory, language.file), language.around.replace('CODE', () => text));
      const args = language.file ? [...language.command.slice(1), language.file] : [...language.command.slice(1), text];
      seen.printed[dialect] = await new Promise((done) =>
        execFile(language.command[0], args, { cwd: want.directory, env: { ...process.env, ESCRIBA_KEY: want.key } }, (failure, out, said) =>
          done(failure ? `${failure.code}: ${said}` : out),
        ),
      );
    }
  },

  /** Where the service has a queue, the page tells how far a run is, and the run survives the page. */
  async queued() {
    const job = page.locator('.job').filter({ has: page.locator('progress, .tag') }).first();
    page.on('dialog', (asked) => {
      seen.asked = asked.type();
      void asked.accept();
    });
    await signIn(want.key);
    await take(want.long);
    await job.locator('.tag').filter({ hasText: new RegExp(t('job.recognising-share', '\\d+.?%')) }).waitFor({ timeout: 60_000 });
    await page.waitForFunction(() => Number(document.querySelector('article.job progress')?.getAttribute('value')) > 0);
    seen.value = Number(await job.locator('progress').getAttribute('value'));
    await job.getByText(t('job.survives')).waitFor();
    await check('queued');
    await job.getByRole('button', { name: t('job.cancel') }).click();
    await job.locator('.tag').filter({ hasText: t('job.cancelled') }).waitFor();
    const newest = async () => (await (await fetch(`${base}api/v2/Instances?limit=1`, { headers: { 'X-API-KEY': want.key } })).json()).items[0];
    seen.cancelled = (await newest()).state;
    await take(want.file);
    await page.locator('.line').first().waitFor({ timeout: 60_000 });
    seen.words = await page.locator('.w').count();
    await go('transcribe');
    await take(want.long);
    await job.getByText(t('job.survives')).waitFor({ timeout: 60_000 });
    await page.reload();
    await page.getByLabel(t('sign-in.key')).fill(want.key);
    await button('sign-in.send').click();
    await go('history');
    await page.locator('tbody a').first().click();
    await page.locator('.line').first().waitFor({ timeout: 90_000 });
    seen.survived = (await newest()).state;
  },

  /** Two administrators change one model: the second one is told, and loses nothing typed. */
  async models() {
    await signIn(want.key);
    await go('models');
    const models = `${base}api/v2/AIModels`;
    const other = { 'X-API-KEY': want.key, 'Content-Type': 'application/json' };
    const model = (await (await fetch(models, { headers: other })).json()).find((one) => one.id === want.model);
    const open = () => page.getByRole('button', { name: t('models.change-one', model.name), exact: true }).click();
    const dialog = page.getByRole('dialog');
    const field = (key) => dialog.getByLabel(t(key), { exact: true });
    await open();
    await check('model-form');
    await field('models.per-minute').fill('much');
    await field('models.most-seconds').fill('1.5');
    await dialog.getByRole('button', { name: t('line.save') }).click();
    await dialog.getByText(t('models.wrong-amount')).waitFor();
    await dialog.getByText(t('models.wrong-whole')).waitFor();
    await check('model-form-wrong');
    await field('models.per-minute').fill(want.price);
    await field('models.most-seconds').fill('3600');
    const changed = await fetch(`${models}/${model.id}`, {
      method: 'PUT',
      headers: { ...other, 'If-Match': `"${model.version}"` },
      body: JSON.stringify({ ...model, name: want.name, limits: { maxAudioSeconds: 1800 }, price: undefined }),
    });
    seen.changed = changed.status;
    await dialog.getByRole('button', { name: t('line.save') }).click();
    await dialog.locator('.conflict').waitFor();
    seen.conflict = await dialog.locator('.conflict').innerText();
    seen.typed = await field('models.most-seconds').inputValue();
    seen.taken = await field('keys.name').inputValue();
    await check('model-form-conflict');
    await dialog.getByRole('button', { name: t('line.save') }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: want.name }).waitFor();
    seen.stored = (await (await fetch(models, { headers: other })).json()).find((one) => one.id === want.model);
    await page.getByRole('button', { name: t('models.change-one', want.name), exact: true }).click();
    await field('models.enabled').uncheck();
    await dialog.getByRole('button', { name: t('line.save') }).click();
    seen.refused = await dialog.locator('.wrong').innerText();
    forgetFailures();
  },

  /** The key is revoked while the person writes a correction. */
  async revoked() {
    await signIn(want.key);
    await take(want.file);
    await page.locator('.line').first().waitFor({ timeout: 90_000 });
    await page.locator('.line').first().hover();
    await page.getByRole('button', { name: new RegExp('^' + t('line.edit', '')) }).first().click();
    await page.locator('.editor textarea').fill('typed before the key was revoked');
    const answer = await fetch(`${base}api/v2/ApiKeys/${want.keyId}`, { method: 'DELETE', headers: { 'X-API-KEY': want.administrator } });
    seen.revoked = answer.status;
    await button('line.save').click();
    await page.getByRole('heading', { name: t('again.title') }).waitFor();
    await check('again');
    await page.getByRole('dialog').getByLabel(t('sign-in.key')).fill(want.nextKey);
    await page.getByRole('dialog').getByRole('button', { name: t('sign-in.send') }).click();
    if (want.refused) {
      await page.locator('.editor .wrong').filter({ hasText: /./ }).waitFor();
      seen.reason = await page.locator('.editor .wrong').innerText();
      seen.kept = await page.locator('.editor textarea').inputValue();
    } else {
      await page.getByText('typed before the key was revoked').first().waitFor();
      seen.kept = await page.locator('.said').first().innerText();
    }
    forgetFailures();
  },
};

try {
  await scenarios[scenario]();
  console.log(JSON.stringify(seen));
} catch (failure) {
  console.error(failure);
  console.error(JSON.stringify(seen));
  process.exitCode = 1;
} finally {
  // some browsers do not end when they are told to; they do when their parent ends
  await Promise.race([browser.close(), new Promise((done) => setTimeout(done, 3_000))]);
  process.exit();
}
