import { BothCurves } from '../compare/BothCurves';
import { Configurations } from '../proving/Configurations';
import { RangeStudy } from '../proving/RangeStudy';
import { onScene } from '../proving/scene_state';
import { isNarrow, WhyPanel } from '../proving/WhyPanel';
import { state } from '../state/store';
import { Counts } from './Counts';
import { Cost } from './Cost';
import { ConfidenceCurve } from './ConfidenceCurve';
import { DetectionList } from './DetectionList';
import { LevelBars } from './LevelBars';

export function Range() {
  return (
    <>
      <Counts />
      {isNarrow.value && <WhyPanel />}
      {isNarrow.value && onScene.value && state.versus.value && <BothCurves />}
      <RangeStudy />
      <Configurations />
      <LevelBars />
      <Cost />
      {!onScene.value && <ConfidenceCurve />}
      <DetectionList />
    </>
  );
}
