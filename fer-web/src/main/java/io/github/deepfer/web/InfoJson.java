package io.github.deepfer.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.RuntimeInfo;
import java.io.IOException;
import java.util.Map;

/** {@code GET /api/info}: what runs here and what it takes. */
final class InfoJson {
  private InfoJson() {}

  static byte[] of(RuntimeInfo runtime, Limits limits) {
    return Json.object(
        json -> {
          backend(json, "detector", runtime.detector());
          backend(json, "classifier", runtime.classifier());
          json.writeObjectFieldStart("limits");
          json.writeNumberField("maxBodyBytes", limits.maxBodyBytes());
          json.writeNumberField("maxPixels", limits.maxPixels());
          json.writeNumberField("maxFiles", Limits.MAX_FILES);
          json.writeNumberField("timeoutSeconds", limits.timeout().toSeconds());
          json.writeEndObject();
        });
  }

  private static void backend(JsonGenerator json, String field, BackendInfo info)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("id", info.id());
    json.writeStringField("executionProvider", info.executionProvider());
    if (info.fallback() != null) {
      json.writeStringField("fallback", info.fallback());
    }
    json.writeObjectFieldStart("libraries");
    for (Map.Entry<String, String> library : info.libraries().entrySet()) {
      json.writeStringField(library.getKey(), library.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("models");
    for (ModelInfo model : info.models()) {
      json.writeStartObject();
      json.writeStringField("id", model.id());
      json.writeStringField("version", model.version());
      json.writeStringField("sha256", model.sha256());
      json.writeStringField("license", model.license());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
