import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../Icon';
import { goTo, lessons, progress } from './course';
import { listIsOpen } from './open';

/** All lessons, and how far each was gone through. */
export function LessonList() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const close = () => (listIsOpen.value = false);
  return (
    <dialog ref={dialog} class="lesson-list" aria-label="Lessons" onClose={close}>
      <header>
        <h2>Lessons of about five minutes</h2>
        <button
          type="button"
          class="tool"
          title="Close"
          aria-label="Close the list"
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      <ol>
        {(lessons.value ?? []).map(({ title, question, minutes, steps }, index) => {
          const far = progress.value[index + 1] ?? 0;
          const isDone = far > steps.length;
          return (
            <li key={title}>
              <button
                type="button"
                data-testid="lesson"
                onClick={() => {
                  goTo(index + 1, isDone || far === 0 ? 1 : far);
                  dialog.current?.close();
                }}
              >
                <b>
                  {index + 1}. {title}
                </b>
                <span>{question}</span>
                <span class="fact">
                  {isDone ? 'Done' : far > 1 ? `Go on at step ${far} of ${steps.length}` : `${minutes} minutes`}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <p class="fact">Progress is kept on this device only. A lesson changes the lab's settings; Back undoes that.</p>
    </dialog>
  );
}
