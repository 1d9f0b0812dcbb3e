package io.github.deepfer.cli.video;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.EmotionProbabilities;
import io.github.deepfer.api.video.TrackedFace;
import io.github.deepfer.api.video.TrackedFrame;
import io.github.deepfer.cli.support.Json;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One line per face and frame; the file is complete up to the last line at any moment. */
final class TrackLines implements Closeable {
  private static final List<Emotion> EMOTIONS =
      List.of(
          Emotion.ANGRY,
          Emotion.DISGUST,
          Emotion.FEAR,
          Emotion.HAPPY,
          Emotion.NEUTRAL,
          Emotion.SAD,
          Emotion.SURPRISE);
  private static final JsonFactory JSON = new JsonFactory();

  /** How a line is written. */
  enum Style {
    CSV,
    JSON_LINES
  }

  private final BufferedWriter out;
  private final Style style;

  TrackLines(Path file, Style style) throws IOException {
    this.out = Files.newBufferedWriter(file);
    this.style = style;
    if (style == Style.CSV) {
      StringBuilder header = new StringBuilder("frame,time,track,x,y,width,height,score,emotion");
      EMOTIONS.forEach(each -> header.append(",raw_").append(each.label()));
      EMOTIONS.forEach(each -> header.append(",smoothed_").append(each.label()));
      out.write(header.append('\n').toString());
      out.flush();
    }
  }

  void add(long index, TrackedFrame frame) throws IOException {
    for (TrackedFace tracked : frame.faces()) {
      out.write(style == Style.CSV ? csv(index, frame, tracked) : json(index, frame, tracked));
      out.write('\n');
    }
    out.flush();
  }

  private static String csv(long index, TrackedFrame frame, TrackedFace tracked) {
    Box box = tracked.face().box();
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%d,%.3f,%d,%d,%d,%d,%d,%.4f,%s",
            index,
            frame.time().toNanos() / 1e9,
            tracked.id(),
            box.x(),
            box.y(),
            box.width(),
            box.height(),
            tracked.face().score(),
            tracked.emotion().label()));
    append(line, tracked.face().probabilities());
    append(line, tracked.smoothed());
    return line.toString();
  }

  private static void append(StringBuilder line, EmotionProbabilities probabilities) {
    EMOTIONS.forEach(
        each -> line.append(String.format(Locale.ROOT, ",%.6f", probabilities.get(each))));
  }

  private static String json(long index, TrackedFrame frame, TrackedFace tracked)
      throws IOException {
    StringWriter line = new StringWriter();
    Box box = tracked.face().box();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("frame", index);
      Json.number(json, "time", frame.time().toNanos() / 1e9);
      json.writeNumberField("track", tracked.id());
      json.writeObjectFieldStart("box");
      json.writeNumberField("x", box.x());
      json.writeNumberField("y", box.y());
      json.writeNumberField("width", box.width());
      json.writeNumberField("height", box.height());
      json.writeEndObject();
      Json.number(json, "score", tracked.face().score());
      json.writeStringField("emotion", tracked.emotion().label());
      write(json, "raw", tracked.face().probabilities());
      write(json, "smoothed", tracked.smoothed());
      json.writeEndObject();
    }
    return line.toString();
  }

  private static void write(JsonGenerator json, String field, EmotionProbabilities probabilities)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<Emotion, Float> entry : probabilities.asMap().entrySet()) {
      Json.number(json, entry.getKey().label(), entry.getValue());
    }
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
