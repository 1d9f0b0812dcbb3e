package io.github.deepfer.web;

import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.report.json.RuntimeJson;

/** {@code GET /api/info}: what runs here and what it takes. */
final class InfoJson {
  private InfoJson() {}

  static String of(RuntimeInfo runtime, Limits limits) {
    return JsonWriter.text(
        json -> {
          RuntimeJson.writeInFull(json, runtime);
          json.startObject("limits");
          json.field("maxBodyBytes", limits.maxBodyBytes());
          json.field("maxPixels", limits.maxPixels());
          json.field("maxFiles", Limits.MAX_FILES);
          json.field("timeoutSeconds", limits.timeout().toSeconds());
          json.endObject();
        });
  }
}
