package io.github.deepfer.benchmarks.endurance;

/** A part of the load. What it keeps between its turns stays the same from turn to turn. */
interface Work extends AutoCloseable {
  /** For the log. */
  String name();

  /**
   * Does it once, and leaves no thread, file or native memory behind.
   *
   * @param turn counts from 0
   */
  void run(int turn) throws Exception;

  @Override
  default void close() {}
}
