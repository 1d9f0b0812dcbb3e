package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Box;
import io.github.deepfer.api.Face;
import io.github.deepfer.api.Image;
import io.github.deepfer.cli.support.Failures;
import io.github.deepfer.cli.support.InputFiles;
import io.github.deepfer.cli.support.Text;
import io.github.deepfer.opencv.draw.Overlay;
import io.github.deepfer.opencv.io.ImageWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The pictures that are made of a picture: itself with boxes, and each of its faces. */
final class PictureOutputs {
  private final InputFiles inputs;
  private @Nullable OutputFiles annotated;
  private @Nullable OutputFiles crops;

  /**
   * @param annotated where the pictures with boxes go; null for nowhere
   * @param crops where the faces go; null for nowhere
   * @param inputs what must not be written over
   */
  PictureOutputs(@Nullable OutputFiles annotated, @Nullable OutputFiles crops, InputFiles inputs) {
    this.inputs = inputs;
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

  /**
   * The files for a picture; to be asked for each, in their order, also for one that is left out:
   * the names of those after it stay as they were.
   */
  Targets targetsFor(PictureFile input) {
    return new Targets(
        annotated == null ? null : annotated.fileFor(input.name()),
        crops == null ? null : crops.fileFor(input.name()),
        inputs);
  }

  /**
   * Where what is made of one picture goes.
   *
   * @param annotated the picture with boxes; null for nowhere
   * @param crops what the faces are called after; null for nowhere
   * @param inputs what must not be written over, as a face may be called like one
   */
  record Targets(@Nullable Path annotated, @Nullable Path crops, InputFiles inputs) {
    /** Writes what was asked for; returns a sentence for each file that failed. */
    List<String> write(Image image, Analysis analysis) {
      List<String> problems = new ArrayList<>();
      if (annotated != null) {
        attempt(problems, annotated, () -> Overlay.draw(image, analysis));
      }
      if (crops != null) {
        for (Face face : analysis.faces()) {
          Path crop = crops.resolveSibling(OutputFiles.stem(crops) + "-face" + face.id() + ".png");
          if (inputs.contains(crop)) {
            problems.add(crop + " cannot be written: it is an input; choose another directory");
          } else {
            attempt(problems, crop, () -> part(image, face.box()));
          }
        }
      }
      return problems;
    }
  }

  private static void attempt(List<String> problems, Path file, Supplier<Image> picture) {
    try {
      Replaceable.check(file);
      ImageWriter.write(file, picture.get());
    } catch (IOException e) {
      problems.add(Text.cannotWrite(file, e));
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
