import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadLab } from '../../web/core/lab/lab.mjs';
import { factsIn, parseLesson, piecesOf } from '../../web/src/lab/lessons/lesson';
import { factNames } from '../../web/src/lab/lessons/fact_names';

const root = new URL('../../', import.meta.url);
const lab = await loadLab(readFileSync(new URL('build/web-scalar/bin/lab.wasm', root)));
const files = readdirSync(new URL('lessons/', root)).sort();
const lessons = files.map((name) => parseLesson(readFileSync(new URL(`lessons/${name}`, root), 'utf8')));
const unknown = Object.fromEntries(factNames.map((name) => [name, null]));

const kLesson = `# A title

What is it about?

    minutes: 4

## First

Look at {total} **boxes**,
in *one* paragraph.

    state: pyramid=off
    predict: number 0 to 20 boxes
    answer: total

---

    state: pyramid=auto

Now there are {total}.

    check: total>=3

## Second

    predict: choice

- [ ] this
- [x] that

## Keep

Keep this.

## Try next

Try that.
`;

describe('a lesson', () => {
  it('is read from its Markdown', () => {
    const { title, question, minutes, steps, keep, next } = parseLesson(kLesson);
    expect({ title, question, minutes, keep, next }).toEqual({
      title: 'A title',
      question: 'What is it about?',
      minutes: 4,
      keep: 'Keep this.',
      next: 'Try that.',
    });
    expect(steps).toEqual([
      {
        title: 'First',
        before: { state: 'pyramid=off', text: ['Look at {total} **boxes**, in *one* paragraph.'] },
        question: { kind: 'number', least: 0, most: 20, unit: 'boxes' },
        answer: 'total',
        after: { state: 'pyramid=auto', text: ['Now there are {total}.'] },
        check: 'total>=3',
      },
      {
        title: 'Second',
        before: { state: null, text: [] },
        question: {
          kind: 'choice',
          options: [
            { text: 'this', right: false },
            { text: 'that', right: true },
          ],
        },
        answer: null,
        after: { state: null, text: [] },
        check: null,
      },
    ]);
  });

  it('is refused when something is missing or unknown', () => {
    expect(() => parseLesson(kLesson.replace('## Keep', '## Kept'))).toThrow(/lacks/);
    expect(() => parseLesson(kLesson.replace('    minutes: 4', ''))).toThrow(/lacks/);
    expect(() => parseLesson(kLesson.replace('number 0 to 20', 'numbers'))).toThrow(/no kind of question/);
    expect(() => parseLesson(kLesson.replace('answer: total', 'answr: total'))).toThrow(/cannot set 'answr'/);
    expect(() => parseLesson(kLesson.replace('[x]', '[ ]'))).toThrow(/no kind of question/);
    expect(() => parseLesson(kLesson.replace('    predict: number 0 to 20 boxes', ''))).toThrow(/without a question/);
  });

  it('has its facts filled in, and says where one is not known yet', () => {
    expect(piecesOf('**{total}** of {full} *here*', { total: 3, full: null })).toEqual([
      { kind: 'strong', text: '3' },
      { kind: 'plain', text: ' of … ' },
      { kind: 'em', text: 'here' },
    ]);
  });
});

describe('each of the seven lessons', () => {
  it('is there', () => expect(lessons.length).toBe(7));

  lessons.forEach((lesson, index) => {
    it(`${index + 1}, ${lesson.title}, sets states that the lab has, asks before it answers, and can be checked`, () => {
      for (const { before, after, answer, question, check } of lesson.steps) {
        for (const { state } of [before, after]) {
          if (state === null) continue;
          const { query, complaint } = lab.read(state);
          expect(complaint).toBe('');
          // Nothing of it is idle, misspelt or a default that need not be said.
          expect(query.split('&').sort()).toEqual(state.split('&').sort());
        }
        if (question?.kind === 'number') expect(factNames).toContain(answer);
        else expect(answer).toBeNull();
        if (check) expect(lab.holds(check, '', unknown)).toBe(false);
      }
      expect(factNames).toEqual(expect.arrayContaining(factsIn(lesson)));
      expect(lesson.steps.some(({ question }) => question !== null)).toBe(true);
      expect(lesson.steps.some(({ check }) => check !== null)).toBe(true);
    });
  });
});
