/** The `id` of the element of an HTML report that holds its result document. */
export const resultElementId = 'cinderlog-result';
