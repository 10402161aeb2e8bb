import { facts } from './facts';
import { piecesOf } from './lesson';

/** Paragraphs of a lesson with what the lab knows now in their places. */
export function Text({ text }: { text: readonly string[] }) {
  return (
    <>
      {text.map((paragraph) => (
        <p key={paragraph}>
          {piecesOf(paragraph, facts.value).map(({ kind, text: piece }, index) => {
            if (kind === 'strong') return <strong key={index}>{piece}</strong>;
            return kind === 'em' ? <em key={index}>{piece}</em> : piece;
          })}
        </p>
      ))}
    </>
  );
}
