package io.github.deepfer.api.spi;

/**
 * Brings a model, usually as a jar with the file and this class. Its {@link #id()} is what users
 * choose a classifier by.
 */
public interface ModelProvider extends Provider {
  /**
   * The model.
   *
   * @return where the file is, and its hash
   */
  Model model();
}
