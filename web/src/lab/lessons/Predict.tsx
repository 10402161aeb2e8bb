import { CurveGuess } from './CurveGuess';
import { guess, hasChosen, revealed, step } from './course';
import type { Question } from './lesson';

/** Asks for an answer before the lab gives its own. */
export function Predict({ question }: { question: Question }) {
  return (
    <div class="predict" data-testid="predict" data-kind={question.kind}>
      <Asked question={question} />
    </div>
  );
}

function Asked({ question }: { question: Question }) {
  switch (question.kind) {
    case 'number':
      return <NumberGuess question={question} />;
    case 'choice':
      return <ChoiceGuess options={question.options} />;
    case 'object':
      return <p class="fact">{hasChosen.value ? 'Chosen.' : 'Choose one in the picture: click it, or press N.'}</p>;
    case 'curve':
      return <CurveGuess />;
  }
}

function NumberGuess({ question: { least, most, unit } }: { question: Extract<Question, { kind: 'number' }> }) {
  const value = typeof guess.value === 'number' ? guess.value : null;
  return (
    <label class="number-guess">
      <span>Your guess</span>
      <input
        type="range"
        min={least}
        max={most}
        step={1}
        value={value ?? Math.round((least + most) / 2)}
        disabled={revealed.value}
        aria-valuetext={value === null ? 'none yet' : `${value} ${unit}`}
        onInput={({ currentTarget }) => (guess.value = Number(currentTarget.value))}
      />
      <output>
        <b>{value ?? '–'}</b> {unit}
      </output>
    </label>
  );
}

function ChoiceGuess({ options }: { options: readonly { text: string; right: boolean }[] }) {
  return (
    <fieldset class="choice-guess">
      <legend class="sr">{step.value?.title}</legend>
      {options.map(({ text, right }, index) => (
        <label key={text} data-right={revealed.value ? right : undefined}>
          <input
            type="radio"
            name="lesson-choice"
            checked={guess.value === index}
            disabled={revealed.value}
            onChange={() => (guess.value = index)}
          />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
