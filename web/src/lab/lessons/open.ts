// The way into the lessons, whose texts and panels load when somebody wants them.

import { computed, effect, signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { beside } from '../state/store';

export const listIsOpen = signal(false);
export const isInLesson = computed(() => beside.value !== '');

interface Views {
  LessonPanel: ComponentType;
  LessonList: ComponentType;
}
export const views = signal<Views | null>(null);

/** Loads them with the first wish for a lesson. */
export function startLessons(): void {
  const stop = effect(() => {
    if (!listIsOpen.value && !isInLesson.value) return;
    queueMicrotask(() => stop());
    void import('./views').then(async (module) => {
      await module.loadLessons();
      module.startCourse();
      views.value = module;
    });
  });
}
