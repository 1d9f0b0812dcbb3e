package io.github.deepfer.cli.video;

import io.github.deepfer.report.Timeline;
import io.github.deepfer.report.Timeline.Span;
import io.github.deepfer.report.Wording;
import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.report.json.TimelineJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a video showed, for people and for programs.
 *
 * @param video the file
 * @param timeline what was found
 * @param failure why the video was not read to its end; null if it was
 */
record Summary(Path video, Timeline timeline, @Nullable String failure) {
  private static final int MAX_SPANS = 10;

  /** How {@link #json} begins. */
  private static final String START = "{\n  \"film\" : ";

  void writeText(PrintWriter out) {
    int faces = timeline.tracks().size();
    out.println(
        video
            + ": "
            + Wording.count(timeline.frames(), "frame")
            + ", "
            + Wording.clock(timeline.end())
            + ", "
            + (faces == 0 ? "no face found" : Wording.count(faces, "face")));
    timeline.tracks().forEach((id, spans) -> writeText(out, id, spans));
  }

  private static void writeText(PrintWriter out, long id, List<Span> spans) {
    String name = "  face " + id + "  ";
    String shares =
        Timeline.shares(spans).stream()
            .map(share -> share.getKey().label() + " " + Wording.percent(share.getValue()))
            .collect(Collectors.joining(", "));
    String times =
        spans.size() > MAX_SPANS
            ? Wording.count(spans.size(), "span") + ", listed by --json"
            : spans.stream()
                .map(span -> span.emotion().label() + " " + times(span.start(), span.end()))
                .collect(Collectors.joining(", "));
    out.println(
        name + times(spans.get(0).start(), spans.get(spans.size() - 1).end()) + "  " + shares);
    out.println(" ".repeat(name.length()) + times);
  }

  private static String times(double start, double end) {
    return Wording.clock(start) + " - " + Wording.clock(end);
  }

  void writeJson(Writer out) throws IOException {
    JsonWriter.write(out, this::write);
  }

  void write(JsonWriter json) throws IOException {
    json.field("film", video.toString());
    TimelineJson.write(json, timeline);
    if (failure != null) {
      json.field("error", failure);
    }
  }

  /** Whether a file is empty or begins as {@link #json} does. */
  static boolean isIn(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(START.length()), StandardCharsets.UTF_8);
      return start.isEmpty() || start.equals(START);
    }
  }

  byte[] json() throws IOException {
    StringWriter json = new StringWriter();
    writeJson(json);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
