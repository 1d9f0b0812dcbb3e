package io.github.deepfer.cli.support;

import io.github.deepfer.api.Pipeline;
import io.github.deepfer.api.ProviderKind;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Separates a mistyped id, which is wrong usage, from a provider that cannot run here. */
final class ProviderIds {
  private ProviderIds() {}

  static void check(CommandLine command, String option, ProviderKind kind, String id) {
    List<String> known =
        Pipeline.providers().stream()
            .filter(status -> status.kind() == kind)
            .map(status -> status.id())
            .toList();
    if (!known.contains(id)) {
      throw new ParameterException(
          command,
          option
              + (": no " + kind + " has the id " + id)
              + ("; choose one of: " + String.join(", ", known)));
    }
  }
}
