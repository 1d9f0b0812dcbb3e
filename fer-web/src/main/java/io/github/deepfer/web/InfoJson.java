package io.github.deepfer.web;

import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.report.json.RuntimeJson;
import io.github.deepfer.web.video.VideoLimits;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/info}: what runs here and what it takes. */
final class InfoJson {
  private InfoJson() {}

  static String of(RuntimeInfo runtime, Limits limits, @Nullable VideoLimits videos) {
    return JsonWriter.text(
        json -> {
          RuntimeJson.writeInFull(json, runtime);
          json.startObject("limits");
          json.field("maxBodyBytes", limits.maxBodyBytes());
          json.field("maxPixels", limits.maxPixels());
          json.field("maxFiles", Limits.MAX_FILES);
          json.field("timeoutSeconds", limits.timeout().toSeconds());
          json.endObject();
          if (videos != null) {
            json.startObject("videos");
            json.field("maxBytes", videos.maxBytes());
            json.field("maxSeconds", videos.maxDuration().toSeconds());
            json.field("keptSeconds", videos.lease().toSeconds());
            json.endObject();
          }
        });
  }
}
