// Starts the honest connector, wrong in the one way that FAULT names ('': in none).
import { createServer } from 'node:http';
import { FAULTS } from './faults.mjs';
import { Honest } from './honest.mjs';

const { PORT, JOURNAL: journal, SECRET: secret, FAULT = '' } = process.env;
const fault = FAULT === '' ? {} : FAULTS[FAULT];
if (fault === undefined) throw new Error(`there is no fault "${FAULT}"`);

// What the fault replaces it can still call: as `super`.
const connector = Object.setPrototypeOf(
  new Honest({ journal, secret }),
  Object.setPrototypeOf(fault, Honest.prototype),
);
connector.start();
createServer((request, response) => {
  connector.handle(request, response).catch(() => response.writeHead(500).end());
}).listen(Number(PORT), '127.0.0.1');
