package io.github.deepfer.cli.models;

import io.github.deepfer.report.json.JsonWriter;
import io.github.deepfer.store.KnownModel;
import io.github.deepfer.store.ModelStore;
import io.github.deepfer.store.Verification;
import io.github.deepfer.store.Verification.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fer models verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Hashes the fetched models anew; connects to nothing.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:what is there is sound",
      "1:a model is damaged, or one that was named is not there",
      "2:wrong usage, including ids that do not exist"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();
  @Mixin private CatalogChoice choice = new CatalogChoice();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean asJson;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Models that must be there (default: all that are).")
  private List<String> ids = List.of();

  @Override
  public Integer call() throws IOException {
    ModelStore store = ModelStore.builder().build();
    List<KnownModel> models = ids.isEmpty() ? choice.catalog().models() : choice.named(ids);
    List<Verification> results =
        models.stream()
            .map(store::verify)
            .filter(result -> !ids.isEmpty() || result.status() != Status.ABSENT)
            .toList();
    PrintWriter out = command.commandLine().getOut();
    if (asJson) {
      writeJson(results, out);
    } else if (results.isEmpty()) {
      out.println("No model of the catalogue is in " + store.directory());
    } else {
      results.forEach(result -> out.println(line(result)));
    }
    return results.stream().allMatch(result -> result.status() == Status.SOUND)
        ? ExitCode.OK
        : ExitCode.SOFTWARE;
  }

  private static String line(Verification result) {
    String line =
        result.model().id() + ": " + status(result) + ", " + result.file() + ": " + result.detail();
    return result.status() == Status.DAMAGED
        ? line + "; fer models pull " + result.model().id() + " replaces it"
        : line;
  }

  private static String status(Verification result) {
    return result.status().name().toLowerCase(Locale.ROOT);
  }

  private static void writeJson(List<Verification> results, PrintWriter out) throws IOException {
    JsonWriter.write(
        out,
        json -> {
          json.startArray("models");
          for (Verification result : results) {
            json.startObject();
            json.field("id", result.model().id());
            json.field("status", status(result));
            json.field("file", result.file().toString());
            json.field("detail", result.detail());
            json.endObject();
          }
          json.endArray();
        });
  }
}
