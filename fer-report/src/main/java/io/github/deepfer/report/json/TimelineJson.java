package io.github.deepfer.report.json;

import io.github.deepfer.api.Emotion;
import io.github.deepfer.report.EmotionStatistics;
import io.github.deepfer.report.Timeline;
import io.github.deepfer.report.Timeline.Span;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The JSON of what a video showed. No argument may be null. */
public final class TimelineJson {
  private TimelineJson() {}

  /**
   * Writes the fields {@code frames}, {@code withoutFace} (frames without a tracked face), {@code
   * seconds} (the time of the last frame), {@code tracks}, and {@code average} over all of them,
   * into the open object. Each track has its number as {@code track}, the {@code seconds} and
   * {@code shares} of its time by emotion, its {@code emotions} in order, each with {@code start}
   * and {@code end} in seconds, and its {@code average}. An average is what {@link StatisticsJson}
   * writes, of the frames alone, not smoothed: its {@code faces} are frames.
   *
   * @param json the document
   * @param timeline what was shown
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, Timeline timeline) throws IOException {
    json.field("frames", timeline.frames());
    json.field("withoutFace", timeline.withoutFace());
    json.field("seconds", timeline.end());
    json.startArray("tracks");
    for (Map.Entry<Long, List<Span>> track : timeline.tracks().entrySet()) {
      write(json, timeline, track.getKey(), track.getValue());
    }
    json.endArray();
    writeAverage(json, timeline.all());
  }

  private static void write(JsonWriter json, Timeline timeline, long track, List<Span> spans)
      throws IOException {
    json.startObject();
    json.field("track", track);
    json.startObject("seconds");
    for (Map.Entry<Emotion, Double> seconds : Timeline.seconds(spans).entrySet()) {
      json.field(seconds.getKey().label(), seconds.getValue());
    }
    json.endObject();
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
    EmotionStatistics average = timeline.statistics().get(track);
    if (average != null) {
      writeAverage(json, average);
    }
    json.endObject();
  }

  private static void writeAverage(JsonWriter json, EmotionStatistics average) throws IOException {
    json.startObject("average");
    StatisticsJson.write(json, average);
    json.endObject();
  }
}
