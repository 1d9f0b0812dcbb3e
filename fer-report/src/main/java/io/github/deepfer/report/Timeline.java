package io.github.deepfer.report;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which track of a video showed which emotion from when to when. Grows with changes, not with
 * frames: an entry of some 40 bytes per change of the label, which the tracker's hold keeps 100 ms
 * apart at least. Not thread-safe. No argument may be null.
 */
public final class Timeline {
  /**
   * A time in which a track showed one emotion.
   *
   * @param emotion the emotion
   * @param start in seconds since the video's start, 0 or more
   * @param end in seconds, at or after the start; equal if it was seen on one frame
   */
  public record Span(Emotion emotion, double start, double end) {
    /** Checks that nothing is null. */
    public Span {
      Objects.requireNonNull(emotion, "emotion");
    }

    /**
     * How long it lasted.
     *
     * @return seconds, 0 or more
     */
    public double seconds() {
      return end - start;
    }
  }

  /** A face that is unseen for longer is shown as away. */
  private static final double GAP = 0.5;

  private final SortedMap<Long, List<Span>> tracks = new TreeMap<>();
  private final SortedMap<Long, EmotionStatistics> statistics = new TreeMap<>();
  private final EmotionStatistics all = new EmotionStatistics();
  private long withoutFace;
  private long frames;
  private double end;

  /** Starts without a frame. */
  public Timeline() {}

  /**
   * Adds a frame.
   *
   * @param frame what was found on it; its time is not before that of the frame added last
   */
  public void add(TrackedFrame frame) {
    double before = end;
    double now = seconds(frame.time());
    end = now;
    frames++;
    if (frame.faces().isEmpty()) {
      withoutFace++;
    }
    for (TrackedFace face : frame.faces()) {
      all.add(face.face().probabilities());
      statistics
          .computeIfAbsent(face.track(), track -> new EmotionStatistics())
          .add(face.face().probabilities());
      List<Span> spans = tracks.computeIfAbsent(face.track(), track -> new ArrayList<>());
      int last = spans.size() - 1;
      Emotion open = null;
      if (last >= 0 && goesOn(spans.get(last), before, now)) {
        open = spans.get(last).emotion();
        spans.set(last, new Span(open, spans.get(last).start(), now));
      }
      if (open != face.emotion()) {
        spans.add(new Span(face.emotion(), now, now));
      }
    }
  }

  /** Frames may be further apart than the gap. */
  private static boolean goesOn(Span span, double before, double now) {
    return span.end() >= before || now - span.end() <= GAP;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /**
   * What each track showed.
   *
   * @return by track, its times in order, which do not overlap; a view that changes with {@link
   *     #add} and cannot be changed
   */
  public SortedMap<Long, List<Span>> tracks() {
    return Collections.unmodifiableSortedMap(tracks);
  }

  /**
   * What each track showed on average, by the probabilities of each frame alone.
   *
   * @return by track, of its frames; a view that changes with {@link #add} and cannot be changed
   */
  public SortedMap<Long, EmotionStatistics> statistics() {
    return Collections.unmodifiableSortedMap(statistics);
  }

  /**
   * What all tracks showed on average.
   *
   * @return of all faces on all frames; changes with {@link #add}
   */
  public EmotionStatistics all() {
    return all;
  }

  /**
   * On how many frames no face was found.
   *
   * @return 0 or more
   */
  public long withoutFace() {
    return withoutFace;
  }

  /**
   * How many frames were added.
   *
   * @return 0 or more
   */
  public long frames() {
    return frames;
  }

  /**
   * The time of the last frame.
   *
   * @return seconds since the video's start; 0 without a frame
   */
  public double end() {
    return end;
  }

  /**
   * The time that a track was seen for.
   *
   * @param spans the track's times
   * @return seconds, 0 or more
   */
  public static double seen(List<Span> spans) {
    return spans.stream().mapToDouble(Span::seconds).sum();
  }

  /**
   * The time that a track showed each emotion.
   *
   * @param spans the track's times
   * @return seconds, of each emotion that it showed
   */
  public static Map<Emotion, Double> seconds(List<Span> spans) {
    Map<Emotion, Double> seconds = new EnumMap<>(Emotion.class);
    spans.forEach(span -> seconds.merge(span.emotion(), span.seconds(), Double::sum));
    return seconds;
  }

  /**
   * The share of its time that a track showed each emotion.
   *
   * @param spans the track's times
   * @return each emotion that it showed with a share in [0, 1], the largest first; they sum to 1
   */
  public static List<Map.Entry<Emotion, Double>> shares(List<Span> spans) {
    Map<Emotion, Double> seconds = seconds(spans);
    double seen = seen(spans);
    // A track of a single frame lasts no time, and showed one emotion all of it.
    seconds.replaceAll((emotion, time) -> seen == 0 ? 1 : time / seen);
    List<Map.Entry<Emotion, Double>> shares = new ArrayList<>(seconds.entrySet());
    shares.sort(Map.Entry.<Emotion, Double>comparingByValue().reversed());
    return shares;
  }
}
