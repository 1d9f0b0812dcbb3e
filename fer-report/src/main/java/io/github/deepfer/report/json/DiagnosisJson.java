package io.github.deepfer.report.json;

import io.github.deepfer.api.Availability.Unavailable;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.report.Diagnosis;
import io.github.deepfer.report.Diagnosis.Check;
import java.io.IOException;
import java.util.Map;

/** The JSON of a diagnosis. No argument may be null. */
public final class DiagnosisJson {
  private DiagnosisJson() {}

  /**
   * Writes all of it as the fields of the open object.
   *
   * @param json the document
   * @param diagnosis what can run
   * @throws IOException if it cannot be written
   */
  public static void write(JsonWriter json, Diagnosis diagnosis) throws IOException {
    json.field("healthy", diagnosis.healthy());
    json.startObject("versions");
    for (Map.Entry<String, String> version : diagnosis.versions().entrySet()) {
      json.field(version.getKey(), version.getValue());
    }
    json.endObject();
    json.startArray("providers");
    for (ProviderStatus provider : diagnosis.providers()) {
      write(json, provider);
    }
    json.endArray();
    json.startArray("executionProviders");
    for (String name : diagnosis.executionProviders()) {
      json.item(name);
    }
    json.endArray();
    json.field("gpu", diagnosis.gpuProblem().isEmpty());
    if (diagnosis.gpuProblem().isPresent()) {
      json.field("gpuProblem", diagnosis.gpuProblem().get());
    }
    if (diagnosis.pipeline().isPresent()) {
      RuntimeInfo runtime = diagnosis.pipeline().get();
      json.startObject("pipeline");
      RuntimeJson.writeInFull(json, runtime);
      json.endObject();
    }
    RuntimeJson.write(json, diagnosis.models());
    json.startArray("checks");
    for (Check check : diagnosis.checks()) {
      write(json, check);
    }
    json.endArray();
  }

  private static void write(JsonWriter json, ProviderStatus provider) throws IOException {
    json.startObject();
    json.field("kind", provider.kind().label());
    json.field("id", provider.id());
    json.field("priority", provider.priority());
    if (provider.availability() instanceof Unavailable unavailable) {
      json.field("available", false);
      json.field("reason", unavailable.reason());
    } else {
      json.field("available", true);
    }
    json.endObject();
  }

  private static void write(JsonWriter json, Check check) throws IOException {
    json.startObject();
    json.field("name", check.name());
    json.field("needed", check.needed());
    json.field("passed", check.problem().isEmpty());
    if (check.problem().isPresent()) {
      json.field("problem", check.problem().get());
    }
    json.endObject();
  }
}
