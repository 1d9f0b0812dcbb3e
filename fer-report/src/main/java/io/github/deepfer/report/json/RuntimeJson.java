package io.github.deepfer.report.json;

import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.RuntimeInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The JSON of what a pipeline runs. No argument may be null. */
public final class RuntimeJson {
  private RuntimeJson() {}

  /**
   * Writes the field {@code runtime} into the open object: the ids and what they compute on.
   *
   * @param json the document
   * @param runtime what a pipeline runs
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, RuntimeInfo runtime) throws IOException {
    json.startObject("runtime");
    json.field("detector", runtime.detector().id());
    json.field("classifier", runtime.classifier().id());
    if (runtime.head().isPresent()) {
      json.field("head", runtime.head().get());
    }
    json.field("executionProvider", runtime.executionProvider());
    json.endObject();
  }

  /**
   * Writes the fields {@code detector} and {@code classifier} into the open object, each with its
   * libraries and models.
   *
   * @param json the document
   * @param runtime what a pipeline runs
   * @throws IOException if it cannot be written
   */
  public static void writeInFull(JsonWriter json, RuntimeInfo runtime) throws IOException {
    write(json, "detector", runtime.detector());
    write(json, "classifier", runtime.classifier());
  }

  private static void write(JsonWriter json, String name, BackendInfo backend) throws IOException {
    json.startObject(name);
    json.field("id", backend.id());
    json.field("executionProvider", backend.executionProvider());
    if (backend.fallback() != null) {
      json.field("fallback", backend.fallback());
    }
    json.startObject("libraries");
    for (Map.Entry<String, String> library : backend.libraries().entrySet()) {
      json.field(library.getKey(), library.getValue());
    }
    json.endObject();
    write(json, backend.models());
    json.endObject();
  }

  static void write(JsonWriter json, List<ModelInfo> models) throws IOException {
    json.startArray("models");
    for (ModelInfo model : models) {
      json.startObject();
      json.field("id", model.id());
      json.field("version", model.version());
      json.field("sha256", model.sha256());
      json.field("license", model.license());
      if (model.head() != null) {
        json.field("head", model.head());
      }
      json.endObject();
    }
    json.endArray();
  }
}
