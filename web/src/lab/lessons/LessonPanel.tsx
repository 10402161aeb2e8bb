import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../Icon';
import {
  checked,
  guess,
  hasChosen,
  leave,
  lesson,
  nextStep,
  place,
  goTo,
  lessonCount,
  reveal,
  revealed,
  step,
  stepIndex,
} from './course';
import { facts } from './facts';
import { Predict } from './Predict';
import { Text } from './Text';
import type { Step } from './lesson';

/** The step on show: its text, its question, the answer, and what to do. It never blocks: each part can be skipped. */
export function LessonPanel() {
  const title = useRef<HTMLHeadingElement>(null);
  const shown = lesson.value;
  const now = place.value;
  useEffect(() => title.current?.focus({ preventScroll: true }), [now?.lesson, stepIndex.value]);
  if (!shown || !now) return null;
  const current = step.value;
  return (
    <section class="lesson" aria-label={`Lesson ${now.lesson}: ${shown.title}`} data-testid="lesson-panel">
      <header>
        <p class="fact">
          Lesson {now.lesson}: {shown.title}
        </p>
        <span data-testid="lesson-step" data-step={stepIndex.value + 1} class="fact">
          {current ? `Step ${stepIndex.value + 1} of ${shown.steps.length}` : 'The end'}
        </span>
        <button
          type="button"
          class="tool"
          data-testid="lesson-close"
          title="Close the lesson"
          aria-label="Close the lesson"
          onClick={leave}
        >
          <Icon name="close" />
        </button>
      </header>
      <h2 ref={title} tabIndex={-1}>
        {current ? current.title : 'Keep this'}
      </h2>
      {current ? <StepBody current={current} /> : <End keep={shown.keep} next={shown.next} number={now.lesson} />}
    </section>
  );
}

function StepBody({ current }: { current: Step }) {
  const { question } = current;
  const waits = question !== null && !revealed.value;
  return (
    <div class="lesson-body">
      <div class="lesson-text" aria-live="polite">
        <Text text={current.before.text} />
        {question && <Predict question={question} />}
        {!waits && question && <Answer current={current} />}
        {!waits && <Text text={current.after.text} />}
        {!waits && current.check && (
          <p class="lesson-check" data-done={checked.value} data-testid="lesson-check">
            <Icon name={checked.value ? 'done' : 'next'} /> {checked.value ? 'Done.' : 'Try it; the lab notices.'}
          </p>
        )}
      </div>
      <div class="lesson-buttons">
        {waits && (
          <button type="button" class="primary" data-testid="reveal" disabled={!hasAnswer(current)} onClick={reveal}>
            Show the answer
          </button>
        )}
        <button type="button" class={waits ? 'secondary' : 'primary'} data-testid="lesson-next" onClick={nextStep}>
          {waits ? 'Skip' : 'Next'}
        </button>
      </div>
    </div>
  );
}

function hasAnswer({ question }: Step): boolean {
  if (question?.kind === 'object') return hasChosen.value;
  return guess.value !== null;
}

/** How the guess and the lab's answer compare. */
function Answer({ current: { question, answer } }: { current: Step }) {
  if (question?.kind === 'choice') {
    const right = question.options[typeof guess.value === 'number' ? guess.value : -1]?.right;
    return (
      <p class="lesson-answer">{right ? 'Right.' : `It is: ${question.options.find((one) => one.right)?.text}`}</p>
    );
  }
  if (question?.kind !== 'number' || !answer) return null;
  const known = facts.value[answer as keyof typeof facts.value];
  if (known === null || typeof guess.value !== 'number') return <p class="lesson-answer">The lab is looking …</p>;
  return (
    <p class="lesson-answer">
      You: <b>{guess.value}</b>. The lab: <b>{known}</b> {question.unit}.
    </p>
  );
}

function End({ keep, next, number }: { keep: string; next: string; number: number }) {
  return (
    <div class="lesson-body">
      <div class="lesson-text">
        <div class="keep">
          <Text text={[keep]} />
        </div>
        <Text text={[next]} />
      </div>
      <div class="lesson-buttons">
        {number < lessonCount && (
          <button type="button" class="primary" data-testid="lesson-next" onClick={() => goTo(number + 1)}>
            Next lesson
          </button>
        )}
        <button type="button" class="secondary" onClick={leave}>
          Back to the lab
        </button>
      </div>
    </div>
  );
}
