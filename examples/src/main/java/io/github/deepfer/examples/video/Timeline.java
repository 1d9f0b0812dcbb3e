package io.github.deepfer.examples.video;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which track showed which emotion from when to when: grows with changes, not with frames. */
final class Timeline {
  /** A time in which a track showed one emotion, in seconds. */
  record Span(Emotion emotion, double start, double end) {}

  private static final double GAP = 0.5;

  private final SortedMap<Long, List<Span>> tracks = new TreeMap<>();
  private double end;

  void add(TrackedFrame frame) {
    double now = frame.time().toNanos() / 1e9;
    end = now;
    for (TrackedFace face : frame.faces()) {
      List<Span> spans = tracks.computeIfAbsent(face.id(), id -> new ArrayList<>());
      int last = spans.size() - 1;
      Emotion open = null;
      if (last >= 0 && now - spans.get(last).end() <= GAP) {
        open = spans.get(last).emotion();
        spans.set(last, new Span(open, spans.get(last).start(), now));
      }
      if (open != face.emotion()) {
        spans.add(new Span(face.emotion(), now, now));
      }
    }
  }

  SortedMap<Long, List<Span>> tracks() {
    return tracks;
  }

  double end() {
    return end;
  }
}
