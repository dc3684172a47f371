/** Of the boxes of a drawn plan, in units of the drawing. */
export const boxWidth = 206;
export const boxHeight = 72;
