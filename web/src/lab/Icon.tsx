// Line icons on a grid of 16, drawn for this page.

const paths = {
  open: 'M2 12.5v-9a1 1 0 0 1 1-1h3.2l1.6 2H13a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1Z',
  camera: 'M2 5.5h2.6L6 3.5h4l1.4 2H14v7.5H2ZM8 11.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  tiles: 'M2.5 2.5h11v11h-11ZM8 2.5v11M2.5 8h11',
  labels: 'M2.5 4.5h7l4 3.5-4 3.5h-7Z',
  compare: 'M8 2v12M5.5 5 2.5 8l3 3M10.5 5l3 3-3 3',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8Z',
  link: 'M6.8 9.2a2.5 2.5 0 0 0 3.6 0l2.4-2.4a2.5 2.5 0 0 0-3.6-3.6l-.9.9M9.2 6.8a2.5 2.5 0 0 0-3.6 0L3.2 9.2a2.5 2.5 0 0 0 3.6 3.6l.9-.9',
  done: 'M3 8.5 6.5 12 13 4.5',
  save: 'M8 2.5v8M4.8 7.5 8 10.7l3.2-3.2M2.5 13.5h11',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1',
  moon: 'M13.2 9.8A5.6 5.6 0 0 1 6.2 2.8a5.6 5.6 0 1 0 7 7Z',
  close: 'M4 4l8 8M12 4l-8 8',
  play: 'M4.5 3v10l8-5Z',
  stop: 'M4 4h8v8H4Z',
  warn: 'M8 2.2 14.4 13.4H1.6ZM8 6.4v3.2M8 11.5v.2',
  reach: 'M2.5 2.5h11v11h-11ZM5.8 5.8h4.4v4.4H5.8Z',
  mistakes: 'M2.5 2.5h11v11h-11ZM5.5 5.5l5 5M10.5 5.5l-5 5',
  lessons: 'M2 3.5c2.4-.7 4.4-.4 6 1 1.6-1.4 3.6-1.7 6-1v8.6c-2.4-.7-4.4-.4-6 1-1.6-1.4-3.6-1.7-6-1ZM8 4.5v8.6',
  next: 'M5.5 3.5 10 8l-4.5 4.5',
  help: 'M6 6.2a2 2 0 1 1 2.6 1.9c-.4.2-.6.5-.6.9v.6M8 11.6v.4M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4Z',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
