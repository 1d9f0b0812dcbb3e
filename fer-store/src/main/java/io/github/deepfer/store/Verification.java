package io.github.deepfer.store;

import java.nio.file.Path;
import java.util.Objects;

/**
 * What the cache has of a model, hashed anew.
 *
 * @param model the model
 * @param file where it is, or would be
 * @param status how it stands with it
 * @param detail one line for people: what was expected and found
 */
public record Verification(KnownModel model, Path file, Status status, String detail) {
  /** Checks that nothing is null. */
  public Verification {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(detail, "detail");
  }

  /** How it stands with a cached file. */
  public enum Status {
    /** There is none. */
    ABSENT,

    /** Its hash is the pinned one. */
    SOUND,

    /** It is another file than the one that was published, or cannot be read. */
    DAMAGED
  }
}
