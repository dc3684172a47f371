import type { Result } from '@cinderlog/core';
import type { Column, Table } from './table.ts';

type Property = readonly [key: string, value: string];

const columns: readonly Column<Property>[] = [
  { head: 'property', cell: ([key]) => key, least: 30, cut: 'middle' },
  { head: 'value', cell: ([, value]) => value, least: 20 },
];

/** Spark properties by name. */
export function configurationTable(result: Result): Table<Property> {
  const rows = Object.entries(result.configuration).sort(([a], [b]) => (a < b ? -1 : 1));
  return { title: 'Spark properties', rows, columns };
}
