package io.github.deepfer.opencv.haar;

/** What the search of a level found, as numbers of windows. Not thread-safe. */
final class LevelFindings {
  final Level level;

  /** Windows that pass all stages. */
  final IntList hits = new IntList();

  /** Windows whose place the next levels look at. */
  final IntList promising = new IntList();

  LevelFindings(Level level) {
    this.level = level;
  }

  void clear() {
    hits.clear();
    promising.clear();
  }
}
