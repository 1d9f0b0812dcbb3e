package io.github.deepfer.opencv.yunet;

import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.spi.ModelCache;
import io.github.deepfer.opencv.core.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A YuNet file that was read. */
final class YuNetModel {
  /** Versions by SHA-256, as the zoo's repository lists them. */
  private static final Map<String, String> RELEASES =
      Map.of(
          "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4", "2023mar",
          "ebafce4e3c118d6554634be5c27ab333b4c047a9a8c3faf1d7cf93101c22f0f0", "2026may");

  private final ModelInfo info;
  private final byte[] onnx;

  private YuNetModel(ModelInfo info, byte[] onnx) {
    this.info = info;
    this.onnx = onnx;
  }

  /** The newest release that the user's cache has, by the name that the zoo gave it. */
  static Optional<Path> cached() {
    return RELEASES.values().stream()
        .sorted(Comparator.reverseOrder())
        .flatMap(version -> ModelCache.find("face_detection_yunet_" + version + ".onnx").stream())
        .findFirst();
  }

  /**
   * Reads a file that is known: OpenCV's importer ends the process on some damaged ones.
   *
   * @param pinned the hash that it must have, or null for that of a release
   */
  static YuNetModel ofFile(Path file, @Nullable String pinned) {
    byte[] onnx = read(file);
    String id = file.getFileName().toString().replaceFirst("\\.onnx$", "");
    String hash = Sha256.of(onnx);
    if (pinned != null && !pinned.equals(hash)) {
      throw new ModelException(
          "model " + id + " is damaged or another one: its SHA-256 is " + hash + ", not " + pinned);
    }
    String version = RELEASES.get(hash);
    if (pinned == null && version == null) {
      throw new ModelException(
          "model "
              + id
              + " is damaged or no release of YuNet: its SHA-256 is "
              + hash
              + "; get face_detection_yunet_2023mar.onnx or a newer one from the OpenCV zoo, or"
              + " vouch for this file with YuNetFaceDetector.builder(file).sha256");
    }
    return version == null
        ? new YuNetModel(new ModelInfo(id, "unknown", hash, "unknown"), onnx)
        : new YuNetModel(new ModelInfo(id, version, hash, "MIT"), onnx);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
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
