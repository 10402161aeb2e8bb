import { Icon } from '../Icon';
import { isInLesson, listIsOpen, views } from './open';

export function LessonsButton() {
  return (
    <button
      type="button"
      class="secondary"
      data-testid="lessons"
      aria-label="Lessons"
      aria-haspopup="dialog"
      onClick={() => (listIsOpen.value = true)}
    >
      <Icon name="lessons" /> <span>Lessons</span>
    </button>
  );
}

export function LessonOnShow() {
  const Panel = views.value?.LessonPanel;
  return isInLesson.value && Panel ? <Panel /> : null;
}

export function ListOnShow() {
  const List = views.value?.LessonList;
  return listIsOpen.value && List ? <List /> : null;
}
