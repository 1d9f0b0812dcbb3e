package io.github.deepfer.api.spi;

import io.github.deepfer.api.Availability;
import io.github.deepfer.api.Model;

/**
 * Brings a model, usually as a jar with the file and this class. Its {@link #id()} is what users
 * choose a detector or a classifier by; a backend of the model's format runs it.
 */
public interface ModelProvider extends Provider {
  /**
   * Whether the file is there. Whether something runs it is not asked here.
   *
   * @return available unless overridden, as a file that lies beside its provider's class is
   */
  @Override
  default Availability availability() {
    return Availability.AVAILABLE;
  }

  /**
   * What the model is for.
   *
   * @return always the same
   */
  Task task();

  /**
   * The model. Only asked for if {@link #availability()} says that it is there.
   *
   * @return where the file is, and its hash
   * @throws io.github.deepfer.api.ModelException if its hash cannot be read
   */
  Model model();
}
