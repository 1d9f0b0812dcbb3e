package io.github.deepfer.opencv.haar;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Looks at a quarter of the windows of every second level, and closely only where these look like a
 * face. What it looks at are OpenCV's own windows, so what it finds is what OpenCV finds there.
 * Levels are shared by as many threads as the options say, never more than OpenCV is set to: the
 * caller and those of a pool that come in time. Without any, the caller searches alone.
 */
final class CoarseToFineMultiScale implements MultiScale {
  /** With larger factors a face may be at home in one level only, so none is left out. */
  private static final double MAX_FACTOR_TO_LEAVE_OUT = 1.1;

  /** With larger pictures the memory of each thread would be large, too. */
  private static final long MAX_PIXELS = 4_000_000;

  private final HaarCascade cascade;
  private final HaarOptions options;
  private final List<LevelSearch> searches = new ArrayList<>();
  private final List<PoolHelper> helpers;
  private final HitGroups hits = new HitGroups();
  private List<LevelFindings> levels = List.of();
  private List<LevelFindings> coarse = List.of();
  private List<LevelFindings> near = List.of();
  private int width;
  private int height;
  private int smallestFace;
  private HaarCascade.Placed placed;

  CoarseToFineMultiScale(HaarCascade cascade, HaarOptions options, Executor pool) {
    this.cascade = cascade;
    this.options = options;
    this.helpers =
        Stream.generate(() -> new PoolHelper(pool)).limit(options.threads() - 1).toList();
    this.placed = cascade.place(0);
  }

  /** Without a level, OpenCV searches one for smaller faces than it was asked for. */
  boolean takes(int width, int height, int smallestFace) {
    if ((long) width * height > MAX_PIXELS) {
      return false;
    }
    layOut(width, height, smallestFace);
    return !levels.isEmpty();
  }

  @Override
  public List<FaceGroup> detect(Mat picture, int smallestFace) {
    layOut(picture.cols(), picture.rows(), smallestFace);
    for (LevelFindings level : levels) {
      level.clear();
    }
    share(coarse, (search, level) -> searchCoarse(search, picture, level));
    share(near, (search, level) -> searchNear(search, picture, level));
    searches.forEach(LevelSearch::releaseIfLarge);
    gather();
    return hits.faces(options.minNeighbors());
  }

  private void layOut(int width, int height, int smallestFace) {
    if (width == this.width && height == this.height && smallestFace == this.smallestFace) {
      return;
    }
    this.width = width;
    this.height = height;
    this.smallestFace = smallestFace;
    levels =
        Level.of(width, height, smallestFace, options.scaleFactor()).stream()
            .map(LevelFindings::new)
            .toList();
    coarse = levels.stream().filter(this::isCoarse).toList();
    near = levels.stream().filter(level -> !isCoarse(level)).toList();
    if (!levels.isEmpty() && placed.stride != levels.get(0).level.width() + 1) {
      placed = cascade.place(levels.get(0).level.width() + 1);
    }
  }

  private boolean isCoarse(LevelFindings findings) {
    return options.scaleFactor() > MAX_FACTOR_TO_LEAVE_OUT
        || findings.level.exponent() % 2 == 0
        || findings == levels.get(levels.size() - 1);
  }

  private void searchCoarse(LevelSearch search, Mat picture, LevelFindings findings) {
    search.coarse(picture, placed, findings);
  }

  private void searchNear(LevelSearch search, Mat picture, LevelFindings findings) {
    int index = levels.indexOf(findings);
    LevelFindings above = levels.get(index + 1);
    LevelFindings below = index > 0 ? levels.get(index - 1) : above;
    if (above.promising.size() + below.promising.size() > 0) {
      search.near(picture, placed, findings, below, above);
    }
  }

  /** What is done with one level. */
  private interface LevelWork {
    void run(LevelSearch search, LevelFindings findings);
  }

  /** Each thread takes the next level until none is left; the largest come first. */
  private void share(List<LevelFindings> work, LevelWork each) {
    int threads = Math.min(options.threads(), Math.min(opencv_core.getNumThreads(), work.size()));
    AtomicInteger next = new AtomicInteger();
    int called = 0;
    Throwable failure = null;
    try {
      for (; called < threads - 1; called++) {
        LevelSearch search = search(called + 1);
        helpers.get(called).call(() -> takeLevels(work, next, search, each));
      }
      takeLevels(work, next, search(0), each);
    } finally {
      for (int i = 0; i < called; i++) {
        Throwable thrown = helpers.get(i).finish();
        failure = failure == null ? thrown : failure;
      }
    }
    if (failure != null) {
      throw new IllegalStateException("a thread that helped to search failed", failure);
    }
  }

  private LevelSearch search(int index) {
    while (searches.size() <= index) {
      searches.add(new LevelSearch(placed));
    }
    return searches.get(index);
  }

  private static void takeLevels(
      List<LevelFindings> work, AtomicInteger next, LevelSearch search, LevelWork each) {
    for (int i = next.getAndIncrement(); i < work.size(); i = next.getAndIncrement()) {
      each.run(search, work.get(i));
    }
  }

  private void gather() {
    hits.clear();
    for (LevelFindings findings : levels) {
      Level level = findings.level;
      for (int k = 0; k < findings.hits.size(); k++) {
        int window = findings.hits.get(k);
        hits.add(
            level.position(window % level.columns()),
            level.position(window / level.columns()),
            level.face());
      }
    }
  }

  @Override
  public void close() {
    searches.forEach(LevelSearch::close);
  }
}
