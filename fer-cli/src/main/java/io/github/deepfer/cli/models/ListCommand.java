package io.github.deepfer.cli.models;

import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.store.KnownModel;
import io.github.deepfer.store.ModelStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fer models list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the models that can be fetched, and says which are there.")
final class ListCommand implements Callable<Integer> {
  private static final double BYTES_PER_MEGABYTE = 1e6;

  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private CatalogChoice choice = new CatalogChoice();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean asJson;

  @Override
  public Integer call() throws IOException {
    ModelStore store = ModelStore.builder().build();
    PrintWriter out = command.commandLine().getOut();
    if (asJson) {
      writeJson(store, choice.catalog().models(), out);
    } else {
      writeText(store, choice.catalog().models(), out);
    }
    return ExitCode.OK;
  }

  private static void writeText(ModelStore store, List<KnownModel> models, PrintWriter out) {
    out.println("Models in " + store.directory());
    for (KnownModel model : models) {
      out.println(
          String.format(
              Locale.ROOT,
              "  %-12s %-12s %6.1f MB  %-10s %s",
              model.id(),
              model.version(),
              model.size() / BYTES_PER_MEGABYTE,
              model.license(),
              store.find(model).isPresent() ? "there, as " + model.file() : "not fetched"));
      out.println("  %-12s %s".formatted("", model.description()));
    }
  }

  private static void writeJson(ModelStore store, List<KnownModel> models, PrintWriter out)
      throws IOException {
    JsonWriter.write(
        out,
        json -> {
          json.field("directory", store.directory().toString());
          json.startArray("models");
          for (KnownModel model : models) {
            json.startObject();
            json.field("id", model.id());
            json.field("version", model.version());
            json.field("description", model.description());
            json.field("license", model.license());
            json.field("size", model.size());
            json.field("sha256", model.sha256());
            json.field("url", model.url().toString());
            Optional<Path> file = store.find(model);
            json.field("fetched", file.isPresent());
            if (file.isPresent()) {
              json.field("file", file.get().toString());
            }
            json.endObject();
          }
          json.endArray();
        });
  }
}
