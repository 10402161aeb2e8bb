import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Look } from '../../engine/proving/protocol';
import { model } from '../session';

const kSide = 132;

interface Props {
  kind: 'full' | 'recovered';
  look: Look;
}

/** One zoom's view of an object: the very pixels, and its size against anchor and receptive field. */
export function LookCard({ kind, look }: Props) {
  const side = kind === 'full' ? 'full' : 'best';
  return (
    <figure class={`look ${kind}`}>
      <figcaption>
        {kind === 'full' ? 'Full frame' : 'Best zoom'} <span class="zoom">{look.zoom}</span>
      </figcaption>
      <Patch look={look} />
      <p class="size">
        <b data-testid={`why-width-${side}`}>{look.widthText}</b> ×{' '}
        <b data-testid={`why-height-${side}`}>{look.heightText}</b> px of it reach the network
      </p>
      <Fit look={look} side={side} />
      <SizeDiagram look={look} />
    </figure>
  );
}

/** As the network receives it: every pixel enlarged, none smoothed, none stretched back. */
function Patch({ look }: { look: Look }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { patchWidth, patchHeight, pixels: values } = look;
  useLayoutEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(values, patchWidth, patchHeight), 0, 0);
  }, [values]);
  const scale = kSide / Math.max(patchWidth, patchHeight);
  return (
    <div class="patch">
      <canvas
        ref={canvas}
        width={patchWidth}
        height={patchHeight}
        style={{ width: `${patchWidth * scale}px`, height: `${patchHeight * scale}px` }}
        role="img"
        aria-label={`${patchWidth} by ${patchHeight} pixels as the network receives them`}
      />
    </div>
  );
}

/** How well the nearest anchor can fit, against the half from which a box counts. */
function Fit({ look, side }: { look: Look; side: string }) {
  if (!look.anchor) return <p class="fact">This model’s anchors have no size to compare with.</p>;
  const part = Math.round(100 * look.anchorIou);
  return (
    <div class="fit">
      <span class="fact">
        Nearest anchor {look.anchorText} px fits <b data-testid={`why-anchor-${side}`}>{part}</b> %
      </span>
      <span class="meter" aria-hidden="true">
        <i style={{ width: `${part}%` }} />
      </span>
    </div>
  );
}

/** Object, nearest anchor and receptive field inside the network's input, all to one scale. */
function SizeDiagram({ look }: { look: Look }) {
  const { field } = look;
  const input = model.value?.input;
  if (!input) return null;
  const rect = (width: number, height: number) => ({
    x: (input.width - width) / 2,
    y: (input.height - height) / 2,
    width,
    height,
  });
  const text =
    `Inside an input of ${input.width} by ${input.height} pixels: the object ${look.widthText} by ${look.heightText}` +
    (look.anchor ? `, the nearest anchor ${look.anchorText}` : '') +
    (field > 0 ? `, a cell’s receptive field ${field.toFixed(0)}` : '');
  return (
    <svg class="sizes" viewBox={`-2 -2 ${input.width + 4} ${input.height + 4}`} role="img" aria-label={text}>
      <rect class="input" {...rect(input.width, input.height)} />
      {field > 0 && <rect class="field" {...rect(Math.min(field, input.width), Math.min(field, input.height))} />}
      <rect class="object" {...rect(look.width, look.height)} />
      {look.anchor && <rect class="anchor" {...rect(...look.anchor)} />}
    </svg>
  );
}
