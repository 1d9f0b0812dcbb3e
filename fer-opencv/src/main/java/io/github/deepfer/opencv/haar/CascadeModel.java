package io.github.deepfer.opencv.haar;

import io.github.deepfer.api.Framing;
import io.github.deepfer.api.ModelException;
import io.github.deepfer.api.ModelInfo;
import io.github.deepfer.api.support.Sha256;
import io.github.deepfer.opencv.core.OpenCv;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/**
 * A cascade file.
 *
 * @param info what it is
 * @param xml its text
 * @param framing how its boxes sit on FER2013 faces
 */
record CascadeModel(ModelInfo info, String xml, Framing framing) {
  private static final String SHIPPED = "haarcascade_frontalface_alt2.xml";
  private static final String SHIPPED_LICENSE =
      "BSD-3-Clause (Intel License Agreement For Open Source Computer Vision Library)";

  /** Measured by FramingTool on FER2013; docs/framing.md has the figures. */
  private static final Framing SHIPPED_FRAMING = new Framing(1.04f, 0, 0.006f);

  /** The one that OpenCV's artifact brings. */
  static CascadeModel shipped() {
    String name =
        "/org/bytedeco/opencv/" + Loader.getPlatform() + "/share/opencv4/haarcascades/" + SHIPPED;
    try {
      URL url = Loader.findResource(CascadeClassifier.class, name);
      if (url == null) {
        throw new ModelException(
            "cascade "
                + SHIPPED
                + " is not in the OpenCV artifact for "
                + Loader.getPlatform()
                + " ("
                + name
                + "); name a file with HaarFaceDetector.builder().cascade");
      }
      try (InputStream stream = url.openStream()) {
        return of(
            SHIPPED, OpenCv.version(), stream.readAllBytes(), SHIPPED_LICENSE, SHIPPED_FRAMING);
      }
    } catch (IOException e) {
      throw new ModelException("cascade " + SHIPPED + " cannot be read: " + e.getMessage(), e);
    }
  }

  static CascadeModel ofFile(Path file, Framing framing) {
    try {
      return of(
          file.getFileName().toString(), "unknown", Files.readAllBytes(file), "unknown", framing);
    } catch (IOException e) {
      throw new ModelException("cascade " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static CascadeModel of(
      String name, String version, byte[] xml, String license, Framing framing) {
    String id = name.replaceFirst("\\.xml$", "");
    return new CascadeModel(
        ModelInfo.builder(id, Sha256.of(xml)).version(version).license(license).build(),
        new String(xml, StandardCharsets.UTF_8),
        framing);
  }
}
