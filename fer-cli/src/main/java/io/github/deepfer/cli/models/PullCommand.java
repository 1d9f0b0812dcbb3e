package io.github.deepfer.cli.models;

import io.github.deepfer.api.ModelException;
import io.github.deepfer.cli.support.Failures;
import io.github.deepfer.cli.support.Progress;
import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.store.KnownModel;
import io.github.deepfer.store.ModelStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fer models pull}. */
@Command(
    name = "pull",
    mixinStandardHelpOptions = true,
    description = "Fetches models, verifies their SHA-256, and keeps them in the cache.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all are there and sound",
      "1:one cannot be had (the others are there)",
      "2:wrong usage, including ids that do not exist"
    })
final class PullCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private CatalogChoice choice = new CatalogChoice();

  @Option(
      names = "--mirror",
      paramLabel = "URL",
      defaultValue = "${env:FER_MIRROR}",
      description =
          "Fetch URL/FILE instead of the publisher's address (also the environment variable"
              + " FER_MIRROR).")
  private @Nullable URI mirror;

  @Option(
      names = "--offline",
      defaultValue = "${env:FER_OFFLINE:-false}",
      description = "Connect to nothing; what is not there is an error (also FER_OFFLINE=true).")
  private boolean offline;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean asJson;

  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      description = "Models that `fer models list` names.")
  private List<String> ids = List.of();

  @Override
  public Integer call() throws IOException {
    List<KnownModel> models = choice.named(ids);
    ModelStore store = store();
    Map<KnownModel, Path> pulled = new LinkedHashMap<>();
    Map<KnownModel, String> errors = new LinkedHashMap<>();
    try (Progress progress = new Progress(command.commandLine().getErr())) {
      for (KnownModel model : models) {
        try {
          pulled.put(
              model,
              store.pull(
                  model, bytes -> progress.update((double) bytes / model.size(), model.file())));
        } catch (ModelException e) {
          errors.put(model, Failures.message(e));
          progress.print("fer: " + Failures.message(e));
        }
      }
    }
    PrintWriter out = command.commandLine().getOut();
    if (asJson) {
      writeJson(models, pulled, errors, out);
    } else {
      pulled.forEach((model, file) -> out.println(model.id() + " is in " + file));
    }
    return errors.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private ModelStore store() {
    ModelStore.Builder builder = ModelStore.builder().offline(offline);
    if (mirror != null) {
      try {
        builder.mirror(mirror);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(command.commandLine(), "--mirror: " + e.getMessage(), e);
      }
    }
    return builder.build();
  }

  private static void writeJson(
      List<KnownModel> models,
      Map<KnownModel, Path> pulled,
      Map<KnownModel, String> errors,
      PrintWriter out)
      throws IOException {
    JsonWriter.write(
        out,
        json -> {
          json.startArray("models");
          for (KnownModel model : models) {
            json.startObject();
            json.field("id", model.id());
            String error = errors.get(model);
            if (error == null) {
              json.field("file", String.valueOf(pulled.get(model)));
            } else {
              json.field("error", error);
            }
            json.endObject();
          }
          json.endArray();
        });
  }
}
