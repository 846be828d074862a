import { describe, expect, it } from 'vitest';
import { CodePoints, paragraphs, segments } from './spans';

describe('code points', () => {
  it('counts characters outside the basic plane once', () => {
    const text = 'a🙂b “c” 𝔡e';
    const points = new CodePoints(text);
    const all = [...text];
    for (let i = 0; i <= all.length; i++) {
      expect(points.unit(i)).toBe(all.slice(0, i).join('').length);
    }
    expect(points.slice([1, 2])).toBe('🙂');
    expect(points.slice([8, 9])).toBe('𝔡');
  });

  it('keeps positions inside the text', () => {
    expect(new CodePoints('abc').unit(99)).toBe(3);
    expect(new CodePoints('a🙂').unit(99)).toBe(3);
  });
});

describe('segments', () => {
  it('cuts at every border and keeps the longest mark first', () => {
    const found = segments(0, 10, [
      { span: [2, 8], kind: 'said', id: 's' },
      { span: [4, 6], kind: 'event', id: 'e' },
    ]);
    expect(found.map((s) => [s.from, s.to, s.marks.map((m) => m.id).join('')])).toEqual([
      [0, 2, ''],
      [2, 4, 's'],
      [4, 6, 'se'],
      [6, 8, 's'],
      [8, 10, ''],
    ]);
  });

  it('passes over marks outside and empty ones', () => {
    const found = segments(5, 9, [
      { span: [0, 5], kind: 'actor', id: 'a' },
      { span: [7, 7], kind: 'actor', id: 'b' },
      { span: [8, 20], kind: 'actor', id: 'c' },
    ]);
    expect(found.map((s) => s.marks.length)).toEqual([0, 1]);
  });
});

it('paragraphs are lines with words', () => {
  expect(paragraphs('A b\n\n  \nc\n')).toEqual([
    [0, 3],
    [8, 9],
  ]);
});
