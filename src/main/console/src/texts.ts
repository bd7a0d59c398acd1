import bundles from 'virtual:texts';
import { keep, kept } from './kept';

/** The texts of the page in the language of the reader. They come from the resource bundles of the service. */

/** The tag of a language that has a bundle. */
export type Language = string;

const DEFAULT: Language = 'en';
const KEPT = 'escriba.language';

let all: Record<string, string> = {};
let current = DEFAULT;

/** The languages of the page, each with its name in itself. */
export function languages(): [Language, string][] {
  return Object.keys(bundles).map((tag) => [tag, capitalised(new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag)]);
}

/** The language that the reader chose before, or else the first one of the browser that the page has. */
export function preferred(): Language {
  const chosen = kept(KEPT);
  if (chosen && Object.hasOwn(bundles, chosen)) {
    return chosen;
  }
  return navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => Object.hasOwn(bundles, tag)) ?? DEFAULT;
}

export function speak(language: Language): void {
  all = bundles[language] ?? {};
  current = language;
  document.documentElement.lang = language;
  document.title = t('title');
}

export function choose(language: Language): void {
  keep(KEPT, language);
  speak(language);
}

export function language(): Language {
  return current;
}

/** The text of a key, with its gaps filled. */
export function t(key: string, ...values: unknown[]): string {
  const text = all[key];
  if (text === undefined) {
    throw new Error(`no text: ${key}`);
  }
  return text.replace(/\{(\d+)\}/g, (_, gap: string) => String(values[Number(gap)]));
}

/** The text for a number of things: `key.one` or `key.other`. The number fills the first gap. */
export function many(key: string, count: number, ...values: unknown[]): string {
  const form = new Intl.PluralRules(current).select(count) === 'one' ? 'one' : 'other';
  return t(`${key}.${form}`, integer(count), ...values);
}

export function integer(value: number): string {
  return new Intl.NumberFormat(current, { maximumFractionDigits: 0 }).format(value);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(current, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/**
 * A typed number as the API reads it. A comma is the decimal sign in Spanish alone, and no number has signs between
 * thousands: "1,000" would be one or a thousand, "0,006" is clear. Undefined for other texts.
 */
export function decimal(typed: string): string | undefined {
  const text = typed.trim();
  const plain = current === 'es' && /^[+-]?(\d+,\d{1,2}|0,\d+)$/.test(text) ? text.replace(',', '.') : text;
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? plain : undefined;
}

/** A number as `decimal` reads it, with all its places. */
export function digits(value: number): string {
  return new Intl.NumberFormat('en', { useGrouping: false, maximumFractionDigits: 12 }).format(value);
}

/** An amount with all its places, and at least as many as given: the amounts of a column have the same. */
export function money(amount: number, currency: string, places = 2): string {
  const digits = { minimumFractionDigits: places, maximumFractionDigits: Math.max(9, places) };
  return new Intl.NumberFormat(current, { style: 'currency', currency, ...digits }).format(amount);
}

/** The most decimal places of some amounts, at least two. */
export function places(amounts: number[]): number {
  return Math.max(2, ...amounts.map((amount) => (/\.(\d+)$/.exec(amount.toFixed(9).replace(/0+$/, ''))?.[1] ?? '').length));
}

export function bytes(count: number): string {
  const mega = count >= 1_000_000;
  return new Intl.NumberFormat(current, {
    style: 'unit',
    unit: mega ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: mega ? 1 : 0,
  }).format(count / (mega ? 1_000_000 : 1_000));
}

export function moment(instant: string): string {
  return new Intl.DateTimeFormat(current, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(instant));
}

export function day(instant: string | Date, zone?: string): string {
  return new Intl.DateTimeFormat(current, { dateStyle: 'medium', timeZone: zone }).format(new Date(instant));
}

/** The name of a language by its code. */
export function languageName(code: string): string {
  if (code === 'und') {
    return t('language.unknown');
  }
  const name = new Intl.DisplayNames([current], { type: 'language' }).of(code) ?? code;
  return capitalised(name);
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** A caller as the API names it, for people: `key:` and a UUID, or `user:`, the sign-on and the person. */
export function caller(name: string): string {
  const key = /^key:([0-9a-f]{8})-/.exec(name);
  return key ? t('caller.key', key[1]) : name.replace(/^user:(?:proxy:|realm:)?/, '');
}

/** Seconds as a clock shows them: 0:07, 12:03, 1:02:03. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** The seconds of a span as the API writes it: [d.]hh:mm:ss[.fffffff]. */
export function seconds(span: string | null | undefined): number | undefined {
  const parts = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/.exec(span ?? '');
  return parts
    ? Number(parts[1] ?? 0) * 86_400 + Number(parts[2]) * 3600 + Number(parts[3]) * 60 + Number(parts[4])
    : undefined;
}
