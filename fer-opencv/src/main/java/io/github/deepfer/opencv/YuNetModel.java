package io.github.deepfer.opencv;

import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ModelInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A YuNet file that was read. */
final class YuNetModel {
  private final ModelInfo info;
  private final byte[] onnx;

  private YuNetModel(ModelInfo info, byte[] onnx) {
    this.info = info;
    this.onnx = onnx;
  }

  static YuNetModel ofFile(Path file) {
    try {
      byte[] onnx = Files.readAllBytes(file);
      String id = file.getFileName().toString().replaceFirst("\\.onnx$", "");
      return new YuNetModel(new ModelInfo(id, "unknown", Sha256.of(onnx), "unknown"), onnx);
    } catch (NoSuchFileException e) {
      throw new ModelException("YuNet model " + file + " does not exist; check the path", e);
    } catch (IOException e) {
      throw new ModelException("YuNet model " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  ModelInfo info() {
    return info;
  }

  /** Its bytes; not to be changed. */
  byte[] onnx() {
    return onnx;
  }
}
