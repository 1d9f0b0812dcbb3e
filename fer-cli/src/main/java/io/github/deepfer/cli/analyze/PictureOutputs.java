package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Image;
import io.github.deepfer.cli.support.Failures;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.opencv.draw.Overlay;
import io.github.deepfer.opencv.io.ImageWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pictures that are made of a picture: itself with boxes, and each of its faces. */
final class PictureOutputs {
  private @Nullable OutputFiles annotated;
  private @Nullable OutputFiles crops;

  /**
   * @param annotated where the pictures with boxes go; null for nowhere
   * @param crops where the faces go; null for nowhere
   */
  PictureOutputs(@Nullable OutputFiles annotated, @Nullable OutputFiles crops) {
    this.annotated = annotated;
    this.crops = crops;
  }

  /** Creates the directories; what cannot be written to is reported once and left out. */
  boolean open(Consumer<String> problems) {
    OutputFiles before = annotated;
    OutputFiles cropsBefore = crops;
    annotated = opened(annotated, problems);
    crops = opened(crops, problems);
    return annotated == before && crops == cropsBefore;
  }

  private static @Nullable OutputFiles opened(
      @Nullable OutputFiles files, Consumer<String> problems) {
    if (files == null) {
      return null;
    }
    try {
      files.createDirectories();
      return files;
    } catch (IOException e) {
      problems.accept(Text.cannotWrite(files.target(), e));
      return null;
    }
  }

  /** Leaves a picture out; the names of those after it stay as they were. */
  void skip(String input) {
    if (annotated != null) {
      annotated.fileFor(input);
    }
    if (crops != null) {
      crops.fileFor(input);
    }
  }

  /** Writes what was asked for; returns a sentence for each file that failed. */
  List<String> write(String input, Image image, Analysis analysis) {
    List<String> problems = new ArrayList<>();
    OutputFiles pictures = annotated;
    if (pictures != null) {
      attempt(
          problems,
          () -> ImageWriter.write(pictures.fileFor(input), Overlay.draw(image, analysis)));
    }
    OutputFiles faces = crops;
    if (faces != null) {
      Path file = faces.fileFor(input);
      for (int i = 0; i < analysis.faces().size(); i++) {
        Box box = analysis.faces().get(i).box();
        Path crop = file.resolveSibling(OutputFiles.stem(file) + "-face" + (i + 1) + ".png");
        attempt(problems, () -> ImageWriter.write(crop, part(image, box)));
      }
    }
    return problems;
  }

  private static void attempt(List<String> problems, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      problems.add(Failures.message(e));
    }
  }

  /** The pixels of a box, which is inside the picture. */
  private static Image part(Image image, Box box) {
    ByteBuffer pixels = image.pixels();
    pixels.position(box.y() * image.stride() + box.x() * image.format().bytesPerPixel());
    return Image.wrap(pixels, box.width(), box.height(), image.stride(), image.format());
  }
}
