package io.github.deepfer.benchmarks.detectors;

import io.github.deepfer.api.Box;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture whose faces are labelled.
 *
 * @param file the picture
 * @param faces its faces
 */
record LabelledPicture(Path file, List<Face> faces) {
  private static final int PARTS = 5;
  private static final String HEADER = "picture,label,xmin,ymin,xmax,ymax";

  /**
   * A labelled face.
   *
   * @param box where it is
   * @param isMasked whether it wears a mask
   */
  record Face(Box box, boolean isMasked) {
    /** The root of its area, in pixels. */
    double size() {
      return Math.sqrt((double) box.width() * box.height());
    }
  }

  LabelledPicture {
    faces = List.copyOf(faces);
  }

  /** Reads {@code boxes.csv} of a folder; pictures whose names begin otherwise are left out. */
  static List<LabelledPicture> read(Path folder, String prefix) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("boxes.csv"));
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new IOException(folder + "/boxes.csv must begin with the line " + HEADER);
    }
    Map<String, List<Face>> faces = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] columns = line.split(",", -1);
      if (columns[0].startsWith(prefix)) {
        faces.computeIfAbsent(columns[0], name -> new ArrayList<>()).add(face(columns));
      }
    }
    return faces.entrySet().stream()
        .map(entry -> new LabelledPicture(folder.resolve(entry.getKey()), entry.getValue()))
        .toList();
  }

  private static Face face(String[] columns) {
    int left = pixel(columns[2]);
    int top = pixel(columns[3]);
    Box box =
        new Box(
            left, top, Math.max(1, pixel(columns[4]) - left), Math.max(1, pixel(columns[5]) - top));
    return new Face(box, !columns[1].equals("bare"));
  }

  private static int pixel(String value) {
    return (int) Math.round(Double.parseDouble(value));
  }

  /** Whether the training of {@code face} left it out: the same fifth as models/training's. */
  boolean isHeldOut() {
    try {
      byte[] name = file.getFileName().toString().getBytes(StandardCharsets.UTF_8);
      return (MessageDigest.getInstance("SHA-1").digest(name)[0] & 0xff) % PARTS == 0;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
