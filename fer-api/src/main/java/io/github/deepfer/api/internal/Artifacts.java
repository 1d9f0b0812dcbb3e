package io.github.deepfer.api.internal;

import java.util.Optional;
import java.util.Set;

/** What to add to the dependencies for an id that is not there. */
final class Artifacts {
  private static final Set<String> MODELS =
      Set.of("cnn", "cnn-int8", "face", "lite", "lite-int8", "resnet50v2");

  private Artifacts() {}

  /** The artifact that has an id; empty for ids that no release has. */
  static Optional<String> having(String id) {
    if (MODELS.contains(id)) {
      return Optional.of("io.github.deepfer:fer-model-" + id);
    }
    return switch (id) {
      case "haar" -> Optional.of("io.github.deepfer:fer-opencv");
      case "yunet", "ultraface" -> Optional.of("io.github.deepfer:fer-store");
      default -> Optional.empty();
    };
  }
}
