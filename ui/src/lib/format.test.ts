import { expect, it } from 'vitest';
import { count, day, eventName, figure } from './format';

it('dates are words', () => {
  expect(day('2022-12-30')).toBe('30 Dec 2022');
  expect(day('2022-12')).toBe('Dec 2022');
  expect(day('2022-W51')).toBe('week 51, 2022');
  expect(day('2023-SP')).toBe('spring 2023');
  expect(day('PRESENT_REF')).toBe('now');
  expect(day('2022-01/2022-09')).toBe('Jan 2022 to Sep 2022');
  expect(day('XXXX-10')).toBe('Oct, year not known');
  expect(day(null)).toBe('');
});

it('figures say how they are meant', () => {
  const base = { value: 0.25, value_to: null, unit: 'share', comparator: 'more_than', text: 'over a quarter' };
  expect(figure(base)).toBe('more than 25 %');
  expect(figure({ ...base, value: 3, value_to: 5, unit: 'persons', comparator: 'between' })).toBe('between 3 – 5 persons');
  expect(figure({ ...base, value: 2.4e9, unit: 'USD', comparator: 'exactly' })).toBe('2.4 billion USD');
  expect(figure({ ...base, value: 1 / 3, comparator: 'about' })).toBe('about 33.3 %');
  expect(figure({ ...base, value: null })).toBe('over a quarter');
});

it('events and counts are words', () => {
  expect(eventName({ type: 'CONSULT', mode: 'phone', other_type: null })).toBe('consult · phone');
  expect(eventName({ type: null, mode: null, other_type: 'death' })).toBe('death');
  expect(count(1, 'article')).toBe('1 article');
  expect(count(1200, 'article')).toBe('1,200 articles');
});
