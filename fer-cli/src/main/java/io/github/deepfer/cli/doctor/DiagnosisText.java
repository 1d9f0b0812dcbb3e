package io.github.deepfer.cli.doctor;

import io.github.deepfer.api.Availability.Unavailable;
import io.github.deepfer.api.BackendInfo;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.ProviderStatus;
import io.github.deepfer.report.Diagnosis;
import io.github.deepfer.report.Diagnosis.Check;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** A diagnosis for people. */
final class DiagnosisText {
  private final PrintWriter out;

  private DiagnosisText(PrintWriter out) {
    this.out = out;
  }

  static void write(Diagnosis diagnosis, PrintWriter out) {
    new DiagnosisText(out).write(diagnosis);
  }

  private void write(Diagnosis diagnosis) {
    out.println("Versions");
    for (Map.Entry<String, String> entry : diagnosis.versions().entrySet()) {
      line("%-20s %s", entry.getKey(), entry.getValue());
    }
    out.println("Providers");
    for (ProviderStatus provider : diagnosis.providers()) {
      line(
          "%-20s %-10s priority %-3d  %s",
          provider.kind().label(), provider.id(), provider.priority(), availability(provider));
    }
    out.println("Default pipeline");
    diagnosis
        .pipeline()
        .ifPresentOrElse(
            runtime -> {
              write("detector", runtime.detector());
              write("classifier", runtime.classifier());
              runtime.head().ifPresent(head -> line("%-20s head %s", "", head));
            },
            () -> line("none can run; see the checks"));
    out.println("ONNX Runtime execution providers");
    line("%s", String.join(", ", diagnosis.executionProviders()));
    line("GPU: %s", diagnosis.gpuProblem().orElse("works"));
    out.println("Models");
    for (ModelInfo model : diagnosis.models()) {
      line("%-20s version %s, %s", model.id(), model.version(), model.license());
      line("%-20s SHA-256 %s", "", model.sha256());
    }
    out.println("Checks");
    for (Check check : diagnosis.checks()) {
      String failed = check.needed() ? "FAILED, " : "not here, ";
      line("%s: %s", check.name(), check.problem().map(why -> failed + why).orElse("works"));
    }
    out.println(diagnosis.healthy() ? "All is well." : "Pictures cannot be analyzed as it is.");
  }

  private void write(String role, BackendInfo backend) {
    line("%-20s %s on %s", role, backend.id(), backend.executionProvider());
    if (backend.fallback() != null) {
      line("%-20s not on the GPU: %s", "", backend.fallback());
    }
    backend.libraries().forEach((name, version) -> line("%-20s %s %s", "", name, version));
  }

  private static String availability(ProviderStatus provider) {
    return provider.availability() instanceof Unavailable unavailable
        ? "cannot run: " + unavailable.reason()
        : "can run";
  }

  private void line(String format, Object... values) {
    out.println("  " + String.format(Locale.ROOT, format, values));
  }
}
