package io.github.deepfer.onnx.file;

import io.github.deepfer.api.Model;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.support.Sha256;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a model, safe to be given to ONNX Runtime, and with the pinned hash if one is
 * pinned.
 */
public final class ModelFile {
  /** ONNX Runtime takes no more than 2 GiB. */
  private static final long MAX_BYTES = 1 << 30;

  /** While a file is read its bytes are in the heap twice. */
  private static final int HEAP_SHARE = 4;

  private final byte[] bytes;
  private final String sha256;

  private ModelFile(byte[] bytes, String sha256) {
    this.bytes = bytes;
    this.sha256 = sha256;
  }

  /**
   * Reads a file and looks it through.
   *
   * @throws ModelException if it is missing, too large, not the pinned one, or no sound ONNX file
   */
  public static ModelFile read(Model model) {
    int most = (int) Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    byte[] bytes;
    try (InputStream stream = model.content().open()) {
      bytes = stream.readNBytes(most + 1);
    } catch (IOException e) {
      throw new ModelException(
          "model "
              + model.id()
              + " cannot be read: "
              + e.getMessage()
              + "; check that the file is there and complete",
          e);
    }
    if (bytes.length > most) {
      throw new ModelException(
          "model "
              + model.id()
              + " has more than "
              + most
              + " bytes; models may fill a quarter of the heap (-Xmx), and at most "
              + MAX_BYTES
              + " bytes");
    }
    String actual = Sha256.of(bytes);
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
    ModelFormat.check(model.id(), bytes);
    return new ModelFile(bytes, actual);
  }

  /** Not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Of the whole file, in lower case. */
  public String sha256() {
    return sha256;
  }
}
