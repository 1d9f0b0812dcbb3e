package io.github.deepfer.cli.doctor;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.api.RuntimeInfo;
import io.github.deepfer.api.spi.Availability.Unavailable;
import io.github.deepfer.cli.doctor.Diagnosis.Check;
import io.github.deepfer.cli.support.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** A diagnosis as one JSON document. */
final class DiagnosisJson {
  private final JsonGenerator json;

  private DiagnosisJson(JsonGenerator json) {
    this.json = json;
  }

  static void write(Diagnosis diagnosis, PrintWriter out) throws IOException {
    try (JsonGenerator json = Json.open(out)) {
      new DiagnosisJson(json).write(diagnosis);
    }
    out.println();
  }

  private void write(Diagnosis diagnosis) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("healthy", diagnosis.healthy());
    write("versions", diagnosis.versions());
    json.writeArrayFieldStart("providers");
    for (ProviderStatus provider : diagnosis.providers()) {
      write(provider);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("executionProviders");
    for (String name : diagnosis.executionProviders()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeBooleanField("gpu", diagnosis.gpuProblem().isEmpty());
    if (diagnosis.gpuProblem().isPresent()) {
      json.writeStringField("gpuProblem", diagnosis.gpuProblem().get());
    }
    if (diagnosis.pipeline().isPresent()) {
      RuntimeInfo runtime = diagnosis.pipeline().get();
      json.writeObjectFieldStart("pipeline");
      write("detector", runtime.detector());
      write("classifier", runtime.classifier());
      json.writeEndObject();
    }
    writeModels(diagnosis.models());
    json.writeArrayFieldStart("checks");
    for (Check check : diagnosis.checks()) {
      json.writeStartObject();
      json.writeStringField("name", check.name());
      json.writeBooleanField("passed", check.problem().isEmpty());
      if (check.problem().isPresent()) {
        json.writeStringField("problem", check.problem().get());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void write(ProviderStatus provider) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", provider.kind());
    json.writeStringField("id", provider.id());
    json.writeNumberField("priority", provider.priority());
    if (provider.availability() instanceof Unavailable unavailable) {
      json.writeBooleanField("available", false);
      json.writeStringField("reason", unavailable.reason());
    } else {
      json.writeBooleanField("available", true);
    }
    json.writeEndObject();
  }

  private void write(String field, BackendInfo backend) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("id", backend.id());
    json.writeStringField("executionProvider", backend.executionProvider());
    if (backend.fallback() != null) {
      json.writeStringField("fallback", backend.fallback());
    }
    write("libraries", backend.libraries());
    writeModels(backend.models());
    json.writeEndObject();
  }

  private void write(String field, Map<String, String> values) throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> entry : values.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private void writeModels(List<ModelInfo> models) throws IOException {
    json.writeArrayFieldStart("models");
    for (ModelInfo model : models) {
      json.writeStartObject();
      json.writeStringField("id", model.id());
      json.writeStringField("version", model.version());
      json.writeStringField("sha256", model.sha256());
      json.writeStringField("license", model.license());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
