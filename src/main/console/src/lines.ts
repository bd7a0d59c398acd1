import type { Segment } from './api';
import { caller, clock, day, percent, t } from './texts';

/** Words below this probability are shown as doubtful. */
export const DOUBTFUL = 0.6;

interface Spot {
  start: number;
  end: number;
  element: HTMLElement;
}

interface Line {
  segment: Segment;
  element: HTMLElement;
  words: Spot[];
}

/** What the list asks the page for. */
export interface LinesHost {
  readonly editable: boolean;
  hear(from: number): void;
  edit(segment: Segment): void;
  undo(segment: Segment): void;
}

/**
 * So many lines are one block, which the browser lays out only when it comes near the window. It looks at each block
 * with each frame: 1,500 lines cost ten times what their blocks do.
 */
const BLOCK = 20;

/** So many lines are made at once. The first ones fill the window; the others follow when the browser is idle. */
const SLICE = 60;

const PENCIL = 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z';

/**
 * The lines of a transcript as elements. It is written without templates: a long transcript has ten thousand words, and
 * the playing word changes several times a second.
 */
export class Lines {
  private readonly lines: Line[] = [];
  /** The segments whose lines are not made yet. */
  private rest: Segment[] = [];
  private waiting = 0;
  private nowLine: Line | undefined;
  private nowWord: HTMLElement | undefined;
  /** The word that the tab key leads to, beside the doubtful ones. */
  private reached: HTMLElement | undefined;

  constructor(
    private readonly list: HTMLElement,
    private readonly host: LinesHost,
  ) {
    list.addEventListener('click', (event) => this.clicked(event));
    list.addEventListener('keydown', (event) => this.key(event));
    list.addEventListener('focusin', (event) => {
      const word = event.target as HTMLElement;
      if (word.matches('.w')) {
        this.reach(word);
      }
    });
  }

  show(segments: Segment[]): void {
    this.lines.length = 0;
    this.nowLine = undefined;
    this.nowWord = undefined;
    this.rest = [...segments];
    this.list.replaceChildren();
    this.make(SLICE);
    this.reach(this.list.querySelector<HTMLElement>('.w'));
    this.later();
  }

  /** Makes the next lines. */
  private make(count: number): void {
    const made = document.createDocumentFragment();
    for (const segment of this.rest.splice(0, count)) {
      const line = this.line(segment);
      if (this.lines.length % BLOCK === 0) {
        const block = make('div', 'block');
        block.setAttribute('role', 'presentation');
        made.append(block);
      }
      (made.lastElementChild ?? this.list.lastElementChild)!.append(line.element);
      this.lines.push(line);
    }
    this.list.append(made);
  }

  private later(): void {
    clearTimeout(this.waiting);
    if (this.rest.length > 0) {
      this.waiting = window.setTimeout(() => {
        this.make(SLICE);
        this.later();
      });
    }
  }

  /** Makes all lines now: the page wants one that may not be there yet. */
  private all(): Line[] {
    this.make(this.rest.length);
    return this.lines;
  }

  /** Makes no further lines. */
  close(): void {
    clearTimeout(this.waiting);
    this.rest = [];
  }

  /** Shows one line anew. */
  replace(segment: Segment): void {
    const index = this.all().findIndex((line) => line.segment.id === segment.id);
    const old = this.lines[index];
    if (old) {
      const line = this.line(segment);
      old.element.replaceWith(line.element);
      this.lines[index] = line;
      if (!this.reached?.isConnected) {
        this.reach(line.element.querySelector<HTMLElement>('.w') ?? this.list.querySelector<HTMLElement>('.w'));
      }
    }
  }

  element(id: number): HTMLElement | undefined {
    return this.all().find((line) => line.segment.id === id)?.element;
  }

  /** The line that is playing, or the one with the focus. */
  current(): Segment | undefined {
    const focused = document.activeElement?.closest<HTMLElement>('.line');
    return (this.lines.find((line) => line.element === focused) ?? this.nowLine)?.segment;
  }

  doubts(): HTMLElement[] {
    this.all();
    return [...this.list.querySelectorAll<HTMLElement>('mark.doubt')];
  }

  /** The places of a text, as ranges of the page, with their lines. */
  find(wanted: string): Range[] {
    const needle = wanted.toLocaleLowerCase();
    const ranges: Range[] = [];
    for (const { element, segment } of needle ? this.all() : []) {
      if (!segment.text.toLocaleLowerCase().includes(needle)) {
        continue;
      }
      // a line that is being corrected shows no text
      const said = element.querySelector('.said');
      if (!said) {
        continue;
      }
      const nodes: { node: Text; from: number }[] = [];
      let text = '';
      const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
        if (!node.parentElement!.matches('small')) {
          nodes.push({ node, from: text.length });
          text += node.data.toLocaleLowerCase();
        }
      }
      const place = (offset: number, end: boolean): [Text, number] => {
        const { node, from } = nodes.findLast((one) => (end ? one.from < offset : one.from <= offset)) ?? nodes[0]!;
        return [node, offset - from];
      };
      for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
        const range = document.createRange();
        range.setStart(...place(at, false));
        range.setEnd(...place(at + needle.length, true));
        ranges.push(range);
      }
    }
    return ranges;
  }

  /** Lights up the line and the word of this time. */
  at(seconds: number, follow: boolean): void {
    const lines = this.rest[0] && this.rest[0].start <= seconds + 0.01 ? this.all() : this.lines;
    const line = lines.findLast(({ segment }) => segment.start <= seconds + 0.01);
    const spoken = line && seconds <= line.segment.end + 0.3 ? line : undefined;
    if (spoken !== this.nowLine) {
      this.nowLine?.element.classList.remove('now');
      spoken?.element.classList.add('now');
      this.nowLine = spoken;
      if (spoken && follow) {
        spoken.element.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
      }
    }
    const word = spoken?.words.findLast(({ start }) => start <= seconds + 0.02)?.element;
    if (word !== this.nowWord) {
      this.nowWord?.classList.remove('now');
      word?.classList.add('now');
      this.nowWord = word;
    }
  }

  /** Arrow keys go from word to word and from line to line; Enter and the space bar hear the word. */
  private key(event: KeyboardEvent): void {
    const word = event.target as HTMLElement;
    if (!word.matches('.w') || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
      return;
    }
    const index = this.all().findIndex(({ element }) => element.contains(word));
    const words = this.lines[index]?.words ?? [];
    const at = words.findIndex(({ element }) => element === word);
    const act: Record<string, () => HTMLElement | undefined> = {
      ArrowLeft: () => words[at - 1]?.element ?? this.near(index, -1)?.words.at(-1)?.element,
      ArrowRight: () => words[at + 1]?.element ?? this.near(index, 1)?.words[0]?.element,
      ArrowUp: () => this.near(index, -1)?.words[0]?.element,
      ArrowDown: () => this.near(index, 1)?.words[0]?.element,
      Enter: () => void this.clicked(event),
      ' ': () => void this.clicked(event),
    };
    const action = act[event.key];
    if (action) {
      event.preventDefault();
      event.stopPropagation();
      action()?.focus();
    }
  }

  /** The next line, in one direction, whose words can be reached. */
  private near(index: number, step: number): Line | undefined {
    let next = index + step;
    while (this.lines[next] && !this.lines[next]!.words[0]?.element.isConnected) {
      next += step;
    }
    return this.lines[next];
  }

  /** One word at a time is a stop of the tab key: a transcript of an hour has ten thousand. */
  private reach(word: HTMLElement | null): void {
    if (this.reached !== word && this.reached && !this.reached.matches('.doubt')) {
      this.reached.tabIndex = -1;
      this.reached.removeAttribute('role');
    }
    this.reached = word ?? undefined;
    if (word) {
      word.tabIndex = 0;
      word.setAttribute('role', 'button');
    }
  }

  private clicked(event: Event): void {
    const target = event.target as HTMLElement;
    const line = this.lines.find((one) => one.element === target.closest('.line'));
    if (!line) {
      return;
    }
    const word = line.words.find((one) => one.element === target.closest('.w'));
    if (word) {
      if (event instanceof MouseEvent && event.detail > 0) {
        // after the mouse, the space bar pauses
        this.list.focus({ preventScroll: true });
      }
      // a word alone is hard to hear
      this.host.hear(Math.max(0, word.start - (word.element.matches('mark') ? 0.8 : 0.05)));
    } else if (target.closest('.at')) {
      this.host.hear(line.segment.start);
    } else if (target.closest('.edit')) {
      this.host.edit(line.segment);
    } else if (target.closest('.undo')) {
      this.host.undo(line.segment);
    }
  }

  private line(segment: Segment): Line {
    const element = make('div', 'line');
    element.setAttribute('role', 'listitem');
    const at = make('button', 'at', clock(segment.start));
    at.setAttribute('aria-label', t('line.hear', clock(segment.start)));
    const cell = make('div', 'said-cell');
    if (segment.speaker) {
      cell.append(make('div', `speaker ${segment.speaker.toLowerCase()}`, t('line.speaker', segment.speaker)));
    }
    const said = make('div', 'said');
    if (segment.language) {
      said.lang = segment.language;
    }
    const words = fill(said, segment);
    cell.append(said);
    if (segment.correction) {
      cell.append(this.correction(segment));
    }
    element.append(at, cell);
    if (this.host.editable) {
      const edit = make('button', 'btn plain compact icon edit');
      edit.setAttribute('aria-label', t('line.edit', clock(segment.start)));
      edit.title = t('edit');
      edit.append(pencil());
      element.append(edit);
    }
    return { segment, element, words };
  }

  private correction(segment: Segment): HTMLElement {
    const { machineText, by, at } = segment.correction!;
    const note = make('div', 'corrected');
    note.append(make('span', '', t('line.corrected', caller(by), day(at))), make('s', '', machineText));
    if (this.host.editable) {
      const undo = make('button', 'btn plain compact undo', t('line.undo'));
      note.append(undo);
    }
    return note;
  }
}

/** Fills in the text of a line, with an element for each word whose time is known. */
function fill(said: HTMLElement, segment: Segment): Spot[] {
  const spots: Spot[] = [];
  let from = 0;
  for (const word of segment.words ?? []) {
    const text = word.word.trim();
    const at = segment.text.indexOf(text, from);
    if (text === '' || at < 0) {
      continue;
    }
    said.append(segment.text.slice(from, at));
    const doubtful = word.confidence !== undefined && word.confidence < DOUBTFUL;
    const element = make(doubtful ? 'mark' : 'span', doubtful ? 'w doubt' : 'w', text);
    element.tabIndex = doubtful ? 0 : -1;
    if (doubtful) {
      const sure = percent(word.confidence!);
      element.setAttribute('role', 'button');
      element.title = t('line.doubtful', sure);
      const small = make('small', '', `\u2009${sure}`);
      element.append(small);
    }
    said.append(element);
    spots.push({ start: word.start, end: word.end, element });
    from = at + text.length;
  }
  said.append(segment.text.slice(from));
  if (segment.text.trim() === '') {
    said.append(make('em', 'soft', t('line.empty')));
  }
  return spots;
}

function make(tag: string, classes: string, text = ''): HTMLElement {
  const element = document.createElement(tag);
  if (classes) {
    element.className = classes;
  }
  if (tag === 'button') {
    element.setAttribute('type', 'button');
  }
  element.textContent = text;
  return element;
}

function pencil(): SVGElement {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  drawing.setAttribute('class', 'i');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PENCIL);
  drawing.append(path);
  return drawing;
}
