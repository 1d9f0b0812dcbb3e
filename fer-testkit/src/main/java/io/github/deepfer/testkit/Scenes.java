package io.github.deepfer.testkit;

import io.github.deepfer.api.Box;
import io.github.deepfer.api.Emotion;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.testkit.Scene.LabelledFace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of the kit. Their faces are averages of hundreds of faces of one emotion, so they
 * show nobody.
 */
public final class Scenes {
  private static final String FOLDER = "pictures/";

  private Scenes() {}

  /**
   * The composed pictures with one or more faces each.
   *
   * @return a scene per picture that {@code scenes.csv} lists, in its order
   */
  public static List<Scene> all() {
    return Decoded.SCENES;
  }

  /**
   * A picture without a face.
   *
   * @return a drawn landscape of things that are no faces
   */
  public static Image nobody() {
    return picture("nobody.png");
  }

  /**
   * The smallest of {@link #all()}.
   *
   * @return the scene with the fewest pixels
   */
  public static Scene smallest() {
    return all().stream()
        .min(Comparator.comparing(scene -> scene.image().width() * scene.image().height()))
        .orElseThrow();
  }

  /**
   * The single faces, each filling its picture as in FER2013.
   *
   * @return a picture per emotion that there is a face for
   */
  public static Map<Emotion, Image> faces() {
    return Decoded.FACES;
  }

  /** Decoded once, when first asked for. */
  private static final class Decoded {
    static final List<Scene> SCENES = readScenes();
    static final Map<Emotion, Image> FACES = readFaces();
  }

  private static List<Scene> readScenes() {
    Map<String, List<LabelledFace>> faces = new LinkedHashMap<>();
    text("scenes.csv")
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .forEach(
            row -> faces.computeIfAbsent(row[0], name -> new ArrayList<>()).add(labelledFace(row)));
    List<Scene> scenes = new ArrayList<>();
    faces.forEach((name, all) -> scenes.add(new Scene(name, picture(name + ".png"), all)));
    return List.copyOf(scenes);
  }

  private static Map<Emotion, Image> readFaces() {
    Map<Emotion, Image> faces = new EnumMap<>(Emotion.class);
    for (Emotion emotion : Emotion.values()) {
      String file = "faces/" + emotion.label() + ".png";
      if (open(file) != null) {
        faces.put(emotion, picture(file));
      }
    }
    if (faces.isEmpty()) {
      throw new IllegalStateException("no faces/*.png in the test kit; rebuild it with pictures/");
    }
    return Collections.unmodifiableMap(faces);
  }

  private static LabelledFace labelledFace(String[] row) {
    Box box =
        new Box(
            Integer.parseInt(row[1]),
            Integer.parseInt(row[2]),
            Integer.parseInt(row[3]),
            Integer.parseInt(row[4]));
    return new LabelledFace(box, Emotion.ofLabel(row[5]).orElseThrow());
  }

  private static Image picture(String file) {
    try (InputStream stream = required(file)) {
      return rgb(ImageIO.read(stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes samples, not getRGB, which puts grey pictures through a gamma curve. */
  private static Image rgb(BufferedImage decoded) {
    Raster raster = decoded.getRaster();
    int[] samples = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
    int bands = raster.getNumBands();
    byte[] pixels = new byte[raster.getWidth() * raster.getHeight() * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) samples[i / 3 * bands + (bands < 3 ? 0 : i % 3)];
    }
    return Image.wrap(pixels, raster.getWidth(), raster.getHeight(), PixelFormat.RGB);
  }

  private static String text(String file) {
    try (InputStream stream = required(file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream required(String file) {
    InputStream stream = open(file);
    if (stream == null) {
      throw new IllegalStateException(
          FOLDER + file + " is missing from the test kit; rebuild it with pictures/");
    }
    return stream;
  }

  private static @Nullable InputStream open(String file) {
    return Scenes.class.getResourceAsStream(FOLDER + file);
  }
}
