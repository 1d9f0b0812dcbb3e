package io.github.deepfer.models.cnn;

import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.spi.Availability;
import io.github.deepfer.api.spi.Model;
import io.github.deepfer.api.spi.ModelProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Brings the model {@code cnn}. */
public final class CnnModelProvider implements ModelProvider {
  private static final String FILE = "cnn.onnx";
  private static final String HASH_FILE = FILE + ".sha256";
  private static final int HASH_DIGITS = 64;

  /** For {@link java.util.ServiceLoader}. */
  public CnnModelProvider() {}

  @Override
  public String id() {
    return "cnn";
  }

  @Override
  public int priority() {
    return 50;
  }

  @Override
  public Availability availability() {
    return Availability.AVAILABLE;
  }

  /**
   * The model with the hash that was written when it was exported.
   *
   * @throws ModelException if the hash is not in this jar
   */
  @Override
  public Model model() {
    return Model.ofResource(id(), "onnx", pinnedHash(), CnnModelProvider.class, FILE);
  }

  private static String pinnedHash() {
    try (InputStream stream = CnnModelProvider.class.getResourceAsStream(HASH_FILE)) {
      if (stream == null) {
        throw new ModelException(
            "model cnn: " + HASH_FILE + " is missing beside the model; use the released jar");
      }
      byte[] digits = stream.readNBytes(HASH_DIGITS);
      return new String(digits, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new ModelException(
          "model cnn: " + HASH_FILE + " cannot be read; use the released jar", e);
    }
  }
}
