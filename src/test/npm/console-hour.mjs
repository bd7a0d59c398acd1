// Measures the console with a transcript of an hour, and prints the figures as one line of JSON.
//
//   node console-hour.mjs CHROMIUM BASE_URL KEY
//
// The page is that of the service. The answers about the recording are made here: 9,000 words in 1,500 lines. On a busy
// machine frames are late for reasons of their own, so each figure has two forms: the frames as a person sees them, with
// those of an empty page beside them, and the processor time of the tasks of the page, which other processes do not change.
import { chromium } from 'playwright-core';

const [executablePath, base, key] = process.argv.slice(2);
const LINES = 1500;
const WORDS = 6;
const SECONDS = 3600;
const ID = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--autoplay-policy=no-user-gesture-required'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en' });
const page = await context.newPage();
page.setDefaultTimeout(90_000);
const protocol = await context.newCDPSession(page);
const tracer = await browser.newBrowserCDPSession();
const seen = {};

const bytes = { sent: 0 };
await protocol.send('Network.enable');
protocol.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes.sent += encodedDataLength));

// 8 bits, 8 kHz: silence of an hour
const wav = Buffer.alloc(44 + SECONDS * 8000, 128);
wav.write('RIFF', 0);
wav.writeUInt32LE(wav.length - 8, 4);
wav.write('WAVEfmt ', 8);
wav.writeUInt32LE(16, 16);
wav.writeUInt16LE(1, 20);
wav.writeUInt16LE(1, 22);
wav.writeUInt32LE(8000, 24);
wav.writeUInt32LE(8000, 28);
wav.writeUInt16LE(1, 32);
wav.writeUInt16LE(8, 34);
wav.write('data', 36);
wav.writeUInt32LE(wav.length - 44, 40);

function transcript(id) {
  const step = SECONDS / LINES;
  const segments = Array.from({ length: LINES }, (_, line) => {
    const words = Array.from({ length: WORDS }, (_, at) => ({
      word: `word${(line * 7 + at) % 997}`,
      start: line * step + (at * step) / WORDS,
      end: line * step + ((at + 1) * step) / WORDS,
      confidence: (line + at) % 23 === 0 ? 0.4 : 0.95,
    }));
    return { id: line, start: line * step, end: (line + 1) * step, text: words.map(({ word }) => word).join(' '), words };
  });
  return { instanceId: id, language: 'en', languages: ['en'], duration: SECONDS, text: '', segments };
}

await page.route(/Instances\/00000000-/, async (route) => {
  const path = new URL(route.request().url()).pathname;
  const id = path.split('/').find((part) => part.startsWith('00000000-'));
  const json = path.endsWith('/peaks')
    ? { intervalMs: 100, peaks: Array.from({ length: SECONDS * 10 }, (_, at) => (at * 37) % 128) }
    : path.endsWith('/transcript')
      ? transcript(id)
      : {
          instanceId: id, state: 'SUCCEEDED', modelId: id, answeredBy: id, key: 'key:1', userIdentifier: null, channel: null,
          format: 'wav', fileBytes: wav.length, metadata: { language: 'en', duration: '01:00:00' }, tokenUsage: null, cost: null,
          failure: null, startedAt: '2026-11-30T00:00:00Z', finishedAt: '2026-11-30T00:10:00Z', transcriptStored: true,
          transcript: null, requestId: null,
        };
  await route.fulfill({ json });
});
await page.route('**/api/v2/Billing/ledger?*', (route) => route.fulfill({ json: { items: [], next: null } }));

/** The frames while something is done: how many, how many above 50 ms, the longest; and the same of tasks by processor time. */
async function measured(action) {
  await tracer.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    traceConfig: { includedCategories: ['toplevel', '__metadata'] },
  });
  await page.evaluate(() => {
    window.frames50 = { all: 0, late: 0, longest: 0 };
    let last = performance.now();
    const next = (now) => {
      if (!window.frames50) return;
      const took = now - last;
      last = now;
      window.frames50.all++;
      window.frames50.longest = Math.max(window.frames50.longest, took);
      if (took > 50) window.frames50.late++;
      requestAnimationFrame(next);
    };
    requestAnimationFrame((now) => {
      last = now;
      next(now);
    });
  });
  await action();
  const frames = await page.evaluate(() => {
    const result = window.frames50;
    window.frames50 = undefined;
    return result;
  });
  const traceEvents = await trace();
  const main = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const tasks = traceEvents
    .filter(({ name, ph, pid, tid }) => ph === 'X' && /RunTask$/.test(name) && main.has(`${pid}/${tid}`))
    .map(({ dur, tdur }) => ({ clock: dur / 1000, cpu: (tdur ?? dur) / 1000 }));
  const most = (kind) => Math.round(Math.max(0, ...tasks.map((task) => task[kind])));
  return {
    frames: frames.all,
    above50: frames.late,
    longestFrame: Math.round(frames.longest),
    tasksAbove50: tasks.filter(({ cpu }) => cpu > 50).length,
    longestTask: most('cpu'),
    longestTaskByClock: most('clock'),
  };
}

async function trace() {
  const complete = new Promise((done) => tracer.once('Tracing.tracingComplete', done));
  await tracer.send('Tracing.end');
  const { stream: handle } = await complete;
  let text = '';
  for (let end = false; !end; ) {
    const part = await tracer.send('IO.read', { handle, size: 1 << 20 });
    text += part.data;
    end = part.eof;
  }
  await tracer.send('IO.close', { handle });
  return JSON.parse(text).traceEvents;
}

async function open(number) {
  await page.evaluate((to) => (location.hash = `#/recording/${to}`), ID(number));
  await page.waitForFunction((lines) => document.querySelectorAll('.line').length === lines, LINES);
}

const wait = (millis) => page.waitForTimeout(millis);

try {
  seen.empty = await measured(() => wait(5_000));
  await page.goto(base);
  await page.getByLabel('API key').waitFor();
  seen.firstPaintMillis = Math.round(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1));
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  seen.firstVisitBytes = bytes.sent;
  seen.open = await measured(() => open(1));
  const chooser = page.waitForEvent('filechooser');
  await page.locator('.choose').click();
  await (await chooser).setFiles({ name: 'hour.wav', mimeType: 'audio/wav', buffer: wav });
  await page.getByRole('button', { name: 'Play' }).waitFor();
  await page.mouse.move(640, 600);
  seen.scroll = await measured(async () => {
    for (let i = 0; i < 120; i++) {
      await page.mouse.wheel(0, i < 60 ? 600 : -600);
      await wait(16);
    }
  });
  seen.play = await measured(async () => {
    await page.locator('.play').click();
    await wait(5_000);
  });
  seen.playAndScroll = await measured(async () => {
    for (let i = 0; i < 120; i++) {
      await page.mouse.wheel(0, 400);
      await wait(16);
    }
  });
  seen.jump = await measured(async () => {
    for (let i = 0; i < 10; i++) {
      await page.locator('.wave').click({ position: { x: 40 + i * 80, y: 20 } });
      await wait(250);
    }
  });
  seen.pauseAndPlay = await measured(async () => {
    for (let i = 0; i < 8; i++) {
      await page.locator('.play').click();
      await wait(200);
    }
  });
  seen.find = await measured(async () => {
    await page.getByRole('searchbox').fill('word1');
    await wait(1_500);
  });
  seen.memory = [];
  for (let number = 2; number < 12; number++) {
    await open(number);
    await protocol.send('HeapProfiler.collectGarbage');
    const { usedSize } = await protocol.send('Runtime.getHeapUsage');
    const { nodes } = await protocol.send('Memory.getDOMCounters');
    seen.memory.push({ megabytes: Math.round(usedSize / 100_000) / 10, nodes });
  }
  console.log(JSON.stringify(seen));
} catch (failure) {
  console.error(failure);
  console.error(JSON.stringify(seen));
  process.exitCode = 1;
} finally {
  await Promise.race([browser.close(), new Promise((done) => setTimeout(done, 3_000))]);
  process.exit();
}
