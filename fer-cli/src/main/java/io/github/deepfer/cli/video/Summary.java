package io.github.deepfer.cli.video;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.cli.support.Json;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.cli.video.Timeline.Span;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a film showed, for people and for programs.
 *
 * @param film the file
 * @param timeline what was found
 * @param failure why the film was not read to its end; null if it was
 */
record Summary(Path film, Timeline timeline, @Nullable String failure) {
  private static final int MOST_SPANS = 10;

  void writeText(PrintWriter out) {
    int faces = timeline.tracks().size();
    out.println(
        film
            + ": "
            + Text.count(timeline.frames(), "frame")
            + ", "
            + Text.clock(timeline.end())
            + ", "
            + (faces == 0 ? "no face found" : Text.count(faces, "face")));
    timeline.tracks().forEach((id, spans) -> writeText(out, id, spans));
  }

  private static void writeText(PrintWriter out, long id, List<Span> spans) {
    String name = "  face " + id + "  ";
    String shares =
        Timeline.shares(spans).stream()
            .map(share -> share.getKey().label() + " " + Text.percent(share.getValue()))
            .collect(Collectors.joining(", "));
    String times =
        spans.size() > MOST_SPANS
            ? Text.count(spans.size(), "span") + ", listed by --json"
            : spans.stream()
                .map(span -> span.emotion().label() + " " + times(span.start(), span.end()))
                .collect(Collectors.joining(", "));
    out.println(
        name + times(spans.get(0).start(), spans.get(spans.size() - 1).end()) + "  " + shares);
    out.println(" ".repeat(name.length()) + times);
  }

  private static String times(double start, double end) {
    return Text.clock(start) + " - " + Text.clock(end);
  }

  void writeJson(PrintWriter out) throws IOException {
    try (JsonGenerator json = Json.open(out)) {
      json.writeStartObject();
      json.writeStringField("film", film.toString());
      json.writeNumberField("frames", timeline.frames());
      Json.number(json, "seconds", timeline.end());
      json.writeArrayFieldStart("tracks");
      for (Map.Entry<Long, List<Span>> track : timeline.tracks().entrySet()) {
        writeJson(json, track.getKey(), track.getValue());
      }
      json.writeEndArray();
      if (failure != null) {
        json.writeStringField("error", failure);
      }
      json.writeEndObject();
    }
    out.println();
  }

  private static void writeJson(JsonGenerator json, long id, List<Span> spans) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeObjectFieldStart("shares");
    for (Map.Entry<Emotion, Double> share : Timeline.shares(spans)) {
      Json.number(json, share.getKey().label(), share.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("emotions");
    for (Span span : spans) {
      json.writeStartObject();
      json.writeStringField("emotion", span.emotion().label());
      Json.number(json, "start", span.start());
      Json.number(json, "end", span.end());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
