package io.github.deepfer.api;

import java.util.Objects;

/** Whether a provider can run here. */
public sealed interface Availability {
  /** It can. */
  Availability AVAILABLE = new Available();

  /** It can run. */
  record Available() implements Availability {}

  /**
   * It cannot run.
   *
   * @param reason why not, and what to do about it
   */
  record Unavailable(String reason) implements Availability {
    /** Checks that there is a reason. */
    public Unavailable {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
