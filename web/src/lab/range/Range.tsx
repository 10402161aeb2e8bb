import { Counts } from './Counts';
import { Cost } from './Cost';
import { ConfidenceCurve } from './ConfidenceCurve';
import { DetectionList } from './DetectionList';
import { LevelBars } from './LevelBars';

export function Range() {
  return (
    <>
      <Counts />
      <LevelBars />
      <Cost />
      <ConfidenceCurve />
      <DetectionList />
    </>
  );
}
