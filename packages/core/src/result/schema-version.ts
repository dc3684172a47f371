/** Of the result document; readers refuse newer ones. */
export const resultSchemaVersion = 1;
