import * as z from 'zod';

// Schemas are compiled with `new Function` where that is allowed; asking whether it is shows up as a violation of the page's policy.
z.config({ jitless: true });
