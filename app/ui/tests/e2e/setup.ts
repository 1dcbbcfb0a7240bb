// One start before all tests: a missing or broken server fails the run at once, not test by test, and Python is
// compiled for this machine here, where it may take its time.
import { Server } from './server';

const FIRST_START_MS = 300_000;

export default async function setup(): Promise<void> {
  const server = await Server.start(FIRST_START_MS);
  await server.stop();
}
