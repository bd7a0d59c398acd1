// Signs a person in with a browser and prints what the pages of the application then get, as one line of JSON.
//
//   node sign-in.mjs CHROMIUM BASE_URL USER PASSWORD [stay]
import { chromium } from 'playwright-core';

const [executablePath, base, user, password, stay] = process.argv.slice(2);
// nothing here takes so long; a page that is waited for without a limit would hold up the tests
setTimeout(() => {
  console.error('a browser hangs');
  process.exit(2);
}, 110_000).unref();
const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
const context = await browser.newContext();
const page = await context.newPage();
page.setDefaultTimeout(30_000);

const session = async () => (await context.cookies(base)).find(cookie => cookie.name === 'JSESSIONID');
const call = (path, options) =>
  page.evaluate(
    async ([path, options]) => {
      const response = await fetch(path, { redirect: 'manual', ...options });
      return { status: response.status, type: response.type, body: await response.text() };
    },
    [path, options],
  );

try {
  const result = {};
  await page.goto(base + '/sign-in?to=/api/v2/AIModels');
  const before = await session();
  await page.fill('#username', user);
  await page.fill('#password', password);
  await page.click('[type=submit]');
  await page.waitForURL(url => url.href.startsWith(base));
  result.arrived = page.url();
  result.cookie = await session();
  result.sessionBefore = before !== undefined;
  result.cookies = (await context.cookies(base)).map(cookie => cookie.name);
  result.allowed = await call('/api/v2/Billing/balance');
  result.beyond = await call('/api/v2/Billing/reconciliation?culture=es');
  if (!stay) {
    let flow = false;
    page.on('request', request => (flow ||= request.url().startsWith(base + '/sign-in/callback')));
    await page.goto(base + '/sign-in?to=/api/v2/AIModels');
    result.again = page.url();
    result.newSessionForNewFlow = flow === (result.cookie.value !== (await session()).value);
    await Promise.all([
      page.waitForURL(base + '/'),
      page.evaluate(() => {
        const form = document.createElement('form');
        form.method = 'post';
        form.action = '/sign-out';
        document.documentElement.append(form);
        form.submit();
      }),
    ]);
    result.signedOut = page.url();
    result.afterwards = await call('/api/v2/Billing/balance');
    await page.goto(base + '/sign-in');
    result.askedAgain = await page.isVisible('#password');
  }
  console.log(JSON.stringify(result));
} catch (failure) {
  console.error(failure);
  process.exitCode = 1;
} finally {
  // some browsers do not end when they are told to; they do when their parent ends
  await Promise.race([browser.close(), new Promise(done => setTimeout(done, 3_000))]);
  process.exit();
}
