// A lesson as it is written: a Markdown file of steps, each with a question before its answer.

/** What a learner answers before the answer is shown. */
export type Question =
  | { kind: 'number'; least: number; most: number; unit: string }
  | { kind: 'choice'; options: readonly { text: string; right: boolean }[] }
  /** An object or a box of the picture. */
  | { kind: 'object' }
  /** Recall over distance. */
  | { kind: 'curve' };

/** One side of the answer: what is set, and what is said. */
export interface Part {
  /** The state as a link has it; null: it stays. */
  state: string | null;
  /** Paragraphs; {name} stands for a fact. */
  text: readonly string[];
}

export interface Step {
  title: string;
  before: Part;
  question: Question | null;
  /** The fact that answers a question for a number. */
  answer: string | null;
  after: Part;
  /** What the learner brings about, as a condition for the lab. */
  check: string | null;
}

export interface Lesson {
  title: string;
  /** What it is about, in a question. */
  question: string;
  minutes: number;
  steps: readonly Step[];
  /** The sentence to keep. */
  keep: string;
  /** What to try next. */
  next: string;
}

/** Reads a lesson; docs/lessons.md says how one is written. Throws what is wrong with it. */
export function parseLesson(markdown: string): Lesson {
  const [head = '', ...sections] = markdown.split(/^## /m);
  const title = /^# (.+)$/m.exec(head)?.[1] ?? '';
  const about = linesOf(head.replace(/^# .+$/m, ''));
  const minutes = Number(about.set.get('minutes'));
  const parts = sections.map((section) => {
    const [name = '', ...lines] = section.split('\n');
    return { name: name.trim(), body: lines.join('\n') };
  });
  const said = (name: string) => parts.find((part) => part.name === name)?.body.trim() ?? '';
  const steps = parts.filter(({ name }) => name !== kKeep && name !== kNext).map(stepOf);
  const lesson = { title, question: about.text.join(' '), minutes, steps, keep: said(kKeep), next: said(kNext) };
  if (!title || !lesson.question || !(minutes > 0) || steps.length === 0 || !lesson.keep || !lesson.next)
    throw new Error(`The lesson '${title}' lacks its title, question, minutes, steps, or one of its last sections.`);
  return lesson;
}

const kKeep = 'Keep';
const kNext = 'Try next';
const kDirectives = ['minutes', 'state', 'predict', 'answer', 'check'];

function stepOf({ name, body }: { name: string; body: string }): Step {
  const [first = '', second = '', ...more] = body.split(/^---$/m);
  if (more.length > 0) throw new Error(`The step '${name}' has two answers.`);
  const before = linesOf(first);
  const after = linesOf(second);
  const question = questionOf(before.set.get('predict'), before.options, name);
  if (!question && after.text.length > 0) throw new Error(`The step '${name}' has an answer without a question.`);
  const set = new Map([...before.set, ...after.set]);
  return {
    title: name,
    before: { state: before.set.get('state') ?? null, text: before.text },
    question,
    answer: set.get('answer') ?? null,
    after: { state: after.set.get('state') ?? null, text: after.text },
    check: set.get('check') ?? null,
  };
}

function questionOf(words: string | undefined, options: Lines['options'], step: string): Question | null {
  if (words === undefined) return null;
  const number = /^number (-?[\d.]+) to (-?[\d.]+) (.+)$/.exec(words);
  if (number?.[3]) return { kind: 'number', least: Number(number[1]), most: Number(number[2]), unit: number[3] };
  if (words === 'choice' && options.some(({ right }) => right)) return { kind: 'choice', options };
  if (words === 'object' || words === 'curve') return { kind: words };
  throw new Error(`The step '${step}' asks '${words}', which is no kind of question.`);
}

interface Lines {
  set: Map<string, string>;
  options: { text: string; right: boolean }[];
  text: string[];
}

/** Directives are indented as code, options a list of tasks, all else paragraphs. */
function linesOf(body: string): Lines {
  const found: Lines = { set: new Map(), options: [], text: [] };
  let paragraph = '';
  const end = () => {
    if (paragraph) found.text.push(paragraph);
    paragraph = '';
  };
  for (const line of body.split('\n')) {
    const directive = /^ {4}([a-z]+): (.+)$/.exec(line);
    const option = /^- \[([ x])\] (.+)$/.exec(line);
    if (directive?.[1] && directive[2]) {
      if (!kDirectives.includes(directive[1])) throw new Error(`A lesson cannot set '${directive[1]}'.`);
      found.set.set(directive[1], directive[2].trim());
      end();
    } else if (option?.[2]) {
      found.options.push({ text: option[2], right: option[1] === 'x' });
      end();
    } else if (line.trim() === '') end();
    else paragraph += (paragraph && ' ') + line.trim();
  }
  end();
  return found;
}

export interface Piece {
  kind: 'plain' | 'strong' | 'em';
  text: string;
}

/** A paragraph with its facts filled in; one that is not known is "…". */
export function piecesOf(text: string, facts: Readonly<Record<string, string | number | null>>): Piece[] {
  const filled = text.replace(/\{([a-z0-9-]+)\}/g, (_, name: string) => String(facts[name] ?? '…'));
  const pieces = filled.split(/(\*\*[^*]+\*\*|\*[^*]+\*)/).map((piece): Piece => {
    if (piece.startsWith('**')) return { kind: 'strong', text: piece.slice(2, -2) };
    return piece.startsWith('*') ? { kind: 'em', text: piece.slice(1, -1) } : { kind: 'plain', text: piece };
  });
  return pieces.filter((piece) => piece.text !== '');
}

/** Names of the facts that a lesson's texts and answers use. */
export function factsIn(lesson: Lesson): string[] {
  const texts = lesson.steps.flatMap(({ before, after, answer }) => [
    ...before.text,
    ...after.text,
    answer ? `{${answer}}` : '',
  ]);
  return [...texts, lesson.keep, lesson.next].flatMap((text) =>
    [...text.matchAll(/\{([a-z0-9-]+)\}/g)].map(([, name]) => name as string),
  );
}
