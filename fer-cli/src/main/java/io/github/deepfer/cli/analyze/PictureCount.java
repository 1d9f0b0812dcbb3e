package io.github.deepfer.cli.analyze;

import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.cli.support.TimeLeft;

/** Shows how many pictures are done and how long the rest will take. */
final class PictureCount {
  private final Progress progress;
  private final TimeLeft timeLeft = new TimeLeft();
  private final int all;
  private int skipped;
  private int done;

  PictureCount(Progress progress, int all) {
    this.progress = progress;
    this.all = all;
  }

  /** One was done before the start. */
  void skipped() {
    skipped++;
  }

  /** Another one is done. */
  void done() {
    done++;
    int behind = skipped + done;
    // A single picture is done before a bar could be read.
    if (behind < all) {
      progress.update(
          (double) behind / all,
          behind + " of " + all + ", " + timeLeft.after((double) done / (all - skipped)));
    }
  }
}
