export { loadLessons, startCourse } from './course';
export { LessonList } from './LessonList';
export { LessonPanel } from './LessonPanel';
