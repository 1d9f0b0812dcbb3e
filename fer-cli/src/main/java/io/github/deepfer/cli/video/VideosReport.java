package io.github.deepfer.cli.video;

import io.github.deepfer.report.json.JsonWriter;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * The summaries of several videos on standard output, as they come: for people, or one document.
 */
final class VideosReport implements AutoCloseable {
  private final PrintWriter out;
  private final @Nullable JsonWriter json;

  private VideosReport(PrintWriter out, @Nullable JsonWriter json) {
    this.out = out;
    this.json = json;
  }

  static VideosReport of(boolean asJson, PrintWriter out) throws IOException {
    if (!asJson) {
      return new VideosReport(out, null);
    }
    JsonWriter json = JsonWriter.pretty(out);
    json.startObject();
    json.startArray("videos");
    return new VideosReport(out, json);
  }

  void add(Summary summary) throws IOException {
    if (json == null) {
      summary.writeText(out);
      out.flush();
    } else {
      json.startObject();
      summary.write(json);
      json.endObject();
    }
  }

  /** Of a video that could not be opened. Failures are shown to people on stderr instead. */
  void addFailure(String video, String error) throws IOException {
    if (json != null) {
      json.startObject();
      json.field("film", video);
      json.field("error", error);
      json.endObject();
    }
  }

  @Override
  public void close() throws IOException {
    if (json != null) {
      json.endArray();
      json.endObject();
      json.close();
      out.println();
    }
    out.flush();
  }
}
