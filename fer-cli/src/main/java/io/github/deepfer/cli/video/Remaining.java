package io.github.deepfer.cli.video;

import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.cli.support.TimeLeft;
import io.github.deepfer.report.Wording;
import java.time.Duration;
import java.util.Optional;

/** Shows how much of a video is done and how long the rest will take. */
final class Remaining {
  private final Progress progress;
  private final double whole;
  private final TimeLeft timeLeft = new TimeLeft();

  Remaining(Progress progress, Optional<Duration> whole) {
    this.progress = progress;
    this.whole = whole.map(Duration::toNanos).orElse(0L);
  }

  void update(Duration done) {
    if (whole == 0) {
      // Streams that were cut out of a broadcast do not say.
      progress.update(
          0, Wording.clock(done.toNanos() / 1e9) + " done, of a video of unknown length");
      return;
    }
    double share = Math.min(1, done.toNanos() / whole);
    if (share > 0) {
      progress.update(share, timeLeft.after(share));
    }
  }
}
