package io.github.deepfer.onnx;

import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.spi.Model;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes of a model whose hash is the pinned one, if one is pinned. */
final class ModelFile {
  private final byte[] bytes;
  private final String sha256;

  private ModelFile(byte[] bytes, String sha256) {
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  static ModelFile read(Model model) {
    byte[] bytes;
    try (InputStream stream = model.content().open()) {
      bytes = stream.readAllBytes();
    } catch (IOException e) {
      throw new ModelException(
          "model "
              + model.id()
              + " cannot be read: "
              + e.getMessage()
              + "; check that the file is there and complete",
          e);
    }
    String actual = sha256(bytes);
    String pinned = model.sha256();
    if (pinned != null && !pinned.equals(actual)) {
      throw new ModelException(
          "model "
              + model.id()
              + " is not the file that was released: expected SHA-256 "
              + pinned
              + ", got "
              + actual
              + " of "
              + bytes.length
              + " bytes; get the file again");
    }
    return new ModelFile(bytes, actual);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  String sha256() {
    return sha256;
  }
}
