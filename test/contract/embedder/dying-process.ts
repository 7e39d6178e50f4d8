/** In the place of the process that embeds: ends before it listens. */
process.exit(1);
