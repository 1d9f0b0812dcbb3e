package io.github.deepfer.api.video;

import io.github.deepfer.api.Emotion;
import java.time.Duration;
import java.util.Objects;

/** What happened to a track. */
public sealed interface TrackEvent {
  /**
   * The track.
   *
   * @return its number
   */
  long track();

  /**
   * When it happened.
   *
   * @return time since the stream's start
   */
  Duration time();

  /**
   * A face appeared; told once the face is believed, see {@link VideoAnalyzer.Builder#minHits}.
   *
   * @param track its number
   * @param time when it was found first
   */
  record Started(long track, Duration time) implements TrackEvent {
    /** Checks that nothing is null. */
    public Started {
      Objects.requireNonNull(time, "time");
    }
  }

  /**
   * A face shows another emotion.
   *
   * @param track its number
   * @param time since the stream's start
   * @param from the emotion before
   * @param to the emotion now
   */
  record EmotionChanged(long track, Duration time, Emotion from, Emotion to) implements TrackEvent {
    /** Checks that nothing is null. */
    public EmotionChanged {
      Objects.requireNonNull(time, "time");
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
    }
  }

  /**
   * A face is gone: it was not seen for a second.
   *
   * @param track its number
   * @param time when it was seen last
   */
  record Ended(long track, Duration time) implements TrackEvent {
    /** Checks that nothing is null. */
    public Ended {
      Objects.requireNonNull(time, "time");
    }
  }
}
