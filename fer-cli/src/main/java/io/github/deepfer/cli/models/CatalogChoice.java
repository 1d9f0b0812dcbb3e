package io.github.deepfer.cli.models;

import io.github.deepfer.store.KnownModel;
import io.github.deepfer.store.ModelCatalog;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that chooses a catalogue, and the models that are named of it. */
final class CatalogChoice {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--catalog",
      paramLabel = "FILE",
      description = "A catalogue of your own instead of the built-in one; see docs/model-store.md.")
  private @Nullable Path file;

  ModelCatalog catalog() {
    return file == null ? ModelCatalog.builtIn() : ModelCatalog.read(file);
  }

  List<KnownModel> named(List<String> ids) {
    ModelCatalog catalog = catalog();
    return ids.stream().distinct().map(id -> named(catalog, id)).toList();
  }

  private KnownModel named(ModelCatalog catalog, String id) {
    return catalog
        .find(id)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "no model has the id "
                        + id
                        + "; choose one of "
                        + catalog.models().stream().map(KnownModel::id).toList()));
  }
}
