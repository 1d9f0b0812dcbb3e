package io.github.deepfer.report.json;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.report.Timeline;
import io.github.deepfer.report.Timeline.Span;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The JSON of what a video showed. No argument may be null. */
public final class TimelineJson {
  private TimelineJson() {}

  /**
   * Writes the fields {@code frames}, {@code seconds} and {@code tracks} into the open object. Each
   * track has its number as {@code track}, the {@code shares} of its time by emotion, and its
   * {@code emotions} in order, each with {@code start} and {@code end} in seconds.
   *
   * @param json the document
   * @param timeline what was shown
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, Timeline timeline) throws IOException {
    json.field("frames", timeline.frames());
    json.field("seconds", timeline.end());
    json.startArray("tracks");
    for (Map.Entry<Long, List<Span>> track : timeline.tracks().entrySet()) {
      write(json, track.getKey(), track.getValue());
    }
    json.endArray();
  }

  private static void write(JsonWriter json, long track, List<Span> spans) throws IOException {
    json.startObject();
    json.field("track", track);
    json.startObject("shares");
    for (Map.Entry<Emotion, Double> share : Timeline.shares(spans)) {
      json.field(share.getKey().label(), share.getValue());
    }
    json.endObject();
    json.startArray("emotions");
    for (Span span : spans) {
      json.startObject();
      json.field("emotion", span.emotion().label());
      json.field("start", span.start());
      json.field("end", span.end());
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }
}
