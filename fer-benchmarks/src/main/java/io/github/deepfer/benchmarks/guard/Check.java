package io.github.deepfer.benchmarks.guard;

/** Something the guard measures. */
@FunctionalInterface
interface Check {
  /** Measures once, from the start. */
  Finding measure() throws Exception;
}
