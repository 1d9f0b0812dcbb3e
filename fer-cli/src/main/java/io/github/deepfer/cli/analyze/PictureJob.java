package io.github.deepfer.cli.analyze;

import io.github.deepfer.api.Analysis;
import io.github.deepfer.api.Image;
import io.github.deepfer.api.ImageLimits;
import io.github.deepfer.api.batch.PictureSource;
import io.github.deepfer.cli.support.Inputs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A picture on its way from the file to what was asked for. */
final class PictureJob implements PictureSource {
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 16;

  private final PictureFile file;
  private final PictureOutputs.Targets targets;
  private final boolean recursive;
  private List<String> problems = List.of();

  /**
   * @param recursive whether folders in folders were looked into
   */
  PictureJob(PictureFile file, PictureOutputs.Targets targets, boolean recursive) {
    this.file = file;
    this.targets = targets;
    this.recursive = recursive;
  }

  /** The picture as the user named it. */
  String input() {
    return file.name();
  }

  /** A sentence for each picture made of it that could not be written. */
  List<String> problems() {
    return problems;
  }

  @Override
  public String name() {
    return isStandardInput() ? "standard input" : file.name();
  }

  private boolean isStandardInput() {
    return file.name().equals(Inputs.STANDARD_INPUT);
  }

  @Override
  public byte[] read(ImageLimits limits) throws IOException {
    if (isStandardInput()) {
      // One byte more than allowed shows that there are too many.
      return System.in.readNBytes((int) Math.min(limits.maxBytes() + 1, MAX_ARRAY));
    }
    Path path = file.path();
    if (Files.isDirectory(path)) {
      if (!Files.isReadable(path) || !Files.isExecutable(path)) {
        throw new AccessDeniedException(file.name());
      }
      throw new IOException(
          path
              + " holds no JPEG, PNG, GIF, BMP or WebP file"
              + (recursive ? "" : "; --recursive looks into its folders"));
    }
    return PictureSource.of(path).read(limits);
  }

  void write(Image image, Analysis analysis) {
    problems = targets.write(image, analysis);
  }
}
